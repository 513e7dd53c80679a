import CEVMC
import VM

/// How a plug-in runs code: its tier, every knob of profile-guided tiering, and whether it tells.
struct PlugInOptions: Equatable {
    /// The tier that clients ask for; traced code runs in the interpreter.
    private var chosenTier = Tier.tiered
    var tiering: TieringConfiguration
    /// Where each instruction is told of, if anywhere.
    private(set) var trace: TraceOutput?

    /// Compiles in the background, unless told otherwise.
    init() {
        tiering = TieringConfiguration()
        tiering.compilation = .background
    }

    /// The tier in which code runs: of those that there are, the interpreter alone can tell of its
    /// instructions.
    var tier: Tier { trace == nil ? chosenTier : .interpreter }

    /// Sets one option; a value that cannot be leaves all as they are.
    mutating func set(_ name: String, to value: String) -> evmc_set_option_result {
        switch name {
        case "tier": setTier(value)
        case "trace": setTrace(value)
        case _ where TieringConfiguration.keys.contains(name): setTiering(name, value)
        default: EVMC_SET_OPTION_INVALID_NAME
        }
    }

    private mutating func setTier(_ value: String) -> evmc_set_option_result {
        guard let tier = Tier(named: value) else { return EVMC_SET_OPTION_INVALID_VALUE }
        chosenTier = tier
        return EVMC_SET_OPTION_SUCCESS
    }

    /// No value, or 1, is standard error; 0 is none; all else is a file.
    private mutating func setTrace(_ value: String) -> evmc_set_option_result {
        switch value {
        case "0": trace = nil
        case "", "1": trace = TraceOutput()
        default:
            guard let output = TraceOutput(path: value) else {
                return EVMC_SET_OPTION_INVALID_VALUE
            }
            trace = output
        }
        return EVMC_SET_OPTION_SUCCESS
    }

    private mutating func setTiering(_ name: String, _ value: String) -> evmc_set_option_result {
        var changed = tiering
        do throws(TieringConfigurationError) {
            try changed.set(name, to: value)
            try changed.validate()
        } catch {
            return EVMC_SET_OPTION_INVALID_VALUE
        }
        tiering = changed
        return EVMC_SET_OPTION_SUCCESS
    }
}
