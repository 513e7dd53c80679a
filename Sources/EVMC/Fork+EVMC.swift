package import CEVMC
package import VM

extension Fork {
    /// The rules that a revision names; nil for experiments and for what is not known.
    package init?(_ revision: evmc_revision) {
        switch revision {
        case EVMC_FRONTIER: self = .frontier
        case EVMC_HOMESTEAD: self = .homestead
        case EVMC_TANGERINE_WHISTLE: self = .tangerineWhistle
        case EVMC_SPURIOUS_DRAGON: self = .spuriousDragon
        case EVMC_BYZANTIUM: self = .byzantium
        case EVMC_CONSTANTINOPLE: self = .constantinople
        case EVMC_PETERSBURG: self = .petersburg
        case EVMC_ISTANBUL: self = .istanbul
        case EVMC_BERLIN: self = .berlin
        case EVMC_LONDON: self = .london
        case EVMC_PARIS: self = .paris
        case EVMC_SHANGHAI: self = .shanghai
        case EVMC_CANCUN: self = .cancun
        case EVMC_PRAGUE: self = .prague
        case EVMC_OSAKA: self = .osaka
        default: return nil
        }
    }

    /// The revision with these rules; what comes after Osaka changes only what blobs cost.
    package var revision: evmc_revision {
        switch self {
        case .frontier: EVMC_FRONTIER
        case .homestead: EVMC_HOMESTEAD
        case .tangerineWhistle: EVMC_TANGERINE_WHISTLE
        case .spuriousDragon: EVMC_SPURIOUS_DRAGON
        case .byzantium: EVMC_BYZANTIUM
        case .constantinople: EVMC_CONSTANTINOPLE
        case .petersburg: EVMC_PETERSBURG
        case .istanbul: EVMC_ISTANBUL
        case .berlin: EVMC_BERLIN
        case .london: EVMC_LONDON
        case .paris: EVMC_PARIS
        case .shanghai: EVMC_SHANGHAI
        case .cancun: EVMC_CANCUN
        case .prague: EVMC_PRAGUE
        case .osaka, .bpo1, .bpo2: EVMC_OSAKA
        }
    }
}
