/// A set of protocol rules, in the order in which Ethereum adopted them.
///
/// Rules are written as differences: a rule that began with London holds `where fork >= .london`.
/// Constantinople (with EIP-1283) and Petersburg (without) are kept apart, as the official
/// fixtures do. BPO1 and BPO2 change nothing but the blob schedule (EIP-7892).
package enum Fork: UInt8, CaseIterable, Comparable, Sendable {
    case frontier
    case homestead
    case tangerineWhistle
    case spuriousDragon
    case byzantium
    case constantinople
    case petersburg
    case istanbul
    case berlin
    case london
    case paris
    case shanghai
    case cancun
    case prague
    case osaka
    case bpo1
    case bpo2

    /// The name that official fixtures and Synchromesh's own suites use.
    package var name: String {
        switch self {
        case .frontier: "Frontier"
        case .homestead: "Homestead"
        case .tangerineWhistle: "EIP150"
        case .spuriousDragon: "EIP158"
        case .byzantium: "Byzantium"
        case .constantinople: "Constantinople"
        case .petersburg: "ConstantinopleFix"
        case .istanbul: "Istanbul"
        case .berlin: "Berlin"
        case .london: "London"
        case .paris: "Paris"
        case .shanghai: "Shanghai"
        case .cancun: "Cancun"
        case .prague: "Prague"
        case .osaka: "Osaka"
        case .bpo1: "BPO1"
        case .bpo2: "BPO2"
        }
    }

    /// Finds a fork by its fixture name or by a common alias, in any letter case.
    package init?(named text: String) {
        let wanted = text.lowercased()
        if let fork = Self.allCases.first(where: { $0.name.lowercased() == wanted }) {
            self = fork
            return
        }
        switch wanted {
        case "tangerinewhistle", "tangerine_whistle": self = .tangerineWhistle
        case "spuriousdragon", "spurious_dragon": self = .spuriousDragon
        case "petersburg": self = .petersburg
        case "merge", "thegraymerge": self = .paris
        default: return nil
        }
    }

    package static func < (left: Fork, right: Fork) -> Bool { left.rawValue < right.rawValue }
}
