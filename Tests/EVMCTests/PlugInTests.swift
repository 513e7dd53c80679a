import CEVMC
import EVMCPlugin
import Testing
import VM

/// Our machine as a plug-in, run by a client of the tests' own.
@Suite struct PlugInTests {
    // MARK: What it says of itself

    @Test func `the plug-in names itself, its interface and what it can do`() throws {
        let instance = try PlugInInstance()
        defer { withExtendedLifetime(instance) {} }
        let machine = instance.machine
        #expect(machine.pointee.abi_version == 12)
        #expect(String(cString: machine.pointee.name) == "synchromesh")
        #expect(!String(cString: machine.pointee.version).isEmpty)
        #expect(machine.pointee.get_capabilities(machine) == EVMC_CAPABILITY_EVM1.rawValue)
    }

    @Test func `options that are none, and values that cannot be, are refused and change nothing`()
        throws
    {
        let instance = try PlugInInstance()
        #expect(instance.set("speed", "high") == EVMC_SET_OPTION_INVALID_NAME)
        #expect(instance.set("tier", "tracing") == EVMC_SET_OPTION_INVALID_VALUE)
        #expect(instance.set("calls", "many") == EVMC_SET_OPTION_INVALID_VALUE)
        #expect(instance.set("threads", "1000") == EVMC_SET_OPTION_INVALID_VALUE)
        #expect(instance.set("window", "5000") == EVMC_SET_OPTION_INVALID_VALUE)
        for key in TieringConfiguration.keys where key != "compile" {
            #expect(instance.set(key, "1") == EVMC_SET_OPTION_SUCCESS, "\(key)")
        }
    }

    @Test func `an option without a value is refused, for its name first`() throws {
        let instance = try PlugInInstance()
        defer { withExtendedLifetime(instance) {} }
        let machine = instance.machine
        let set = try #require(machine.pointee.set_option)
        #expect(set(machine, "speed", nil) == EVMC_SET_OPTION_INVALID_NAME)
        #expect(set(machine, "tier", nil) == EVMC_SET_OPTION_INVALID_VALUE)
        #expect(set(machine, "calls", nil) == EVMC_SET_OPTION_INVALID_VALUE)
    }

    /// What becomes of code of no bytes with ten gas, for a client that knows of nothing.
    private func executeNothing(
        _ kind: evmc_call_kind = EVMC_CALL, _ revision: evmc_revision = EVMC_OSAKA
    ) throws -> evmc_result {
        let instance = try PlugInInstance()
        defer { withExtendedLifetime(instance) {} }
        var functions = evmc_host_interface()
        var message = evmc_message()
        message.kind = kind
        message.gas = 10
        return instance.machine.pointee.execute(
            instance.machine, &functions, nil, revision, &message, nil, 0)
    }

    @Test func `a revision or a kind of message that is not known is rejected`() throws {
        #expect(try executeNothing(EVMC_CALL, EVMC_EXPERIMENTAL).status_code == EVMC_REJECTED)
        #expect(try executeNothing(EVMC_EOFCREATE).status_code == EVMC_REJECTED)
    }

    @Test func `code of no bytes succeeds, uses no gas and returns nothing`() throws {
        let result = try executeNothing()
        #expect(result.status_code == EVMC_SUCCESS)
        #expect(result.gas_left == 10)
        #expect(result.output_size == 0)
    }
}
