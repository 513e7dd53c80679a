import CEVMC
import VM

/// How a plug-in runs code: its tier, and every knob of profile-guided tiering.
struct PlugInOptions: Equatable {
    var tier = Tier.tiered
    var tiering: TieringConfiguration

    /// Compiles in the background, unless told otherwise.
    init() {
        tiering = TieringConfiguration()
        tiering.compilation = .background
    }

    /// Sets one option; a value that cannot be leaves all as they are.
    mutating func set(_ name: String, to value: String) -> evmc_set_option_result {
        if name == "tier" {
            guard let tier = Tier(named: value) else { return EVMC_SET_OPTION_INVALID_VALUE }
            self.tier = tier
            return EVMC_SET_OPTION_SUCCESS
        }
        guard TieringConfiguration.keys.contains(name) else { return EVMC_SET_OPTION_INVALID_NAME }
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
