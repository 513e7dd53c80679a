public import CEVMC
import EVMC

/// A machine as a client holds it: what the interface knows of it, and behind that our own part.
private struct Handle {
    var machine: evmc_vm
    let plugIn: Unmanaged<PlugIn>
}

/// Creates an instance of our machine; the client ends it with its `destroy`.
@_cdecl("evmc_create_synchromesh")
public func createSynchromesh() -> UnsafeMutablePointer<evmc_vm>? {
    let handle = UnsafeMutablePointer<Handle>.allocate(capacity: 1)
    handle.initialize(
        to: Handle(
            machine: evmc_vm(
                abi_version: Int32(EVMC_ABI_VERSION), name: text("synchromesh"),
                version: text("0.6.0"), destroy: destroy, execute: execute,
                get_capabilities: { _ in EVMC_CAPABILITY_EVM1.rawValue }, set_option: setOption),
            plugIn: Unmanaged.passRetained(PlugIn())))
    return UnsafeMutableRawPointer(handle).assumingMemoryBound(to: evmc_vm.self)
}

/// The same by the name that loaders try where a library's file is not called by the machine's.
@_cdecl("evmc_create")
public func createAnonymous() -> UnsafeMutablePointer<evmc_vm>? { createSynchromesh() }

/// A constant as C has it.
private func text(_ string: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(string.utf8Start).assumingMemoryBound(to: CChar.self)
}

private func handle(_ machine: UnsafeMutablePointer<evmc_vm>) -> UnsafeMutablePointer<Handle> {
    UnsafeMutableRawPointer(machine).assumingMemoryBound(to: Handle.self)
}

private func destroy(_ machine: UnsafeMutablePointer<evmc_vm>?) {
    guard let machine else { return }
    let handle = handle(machine)
    let plugIn = handle.pointee.plugIn.takeRetainedValue()
    plugIn.shutDown()
    handle.deinitialize(count: 1)
    handle.deallocate()
}

private func setOption(
    _ machine: UnsafeMutablePointer<evmc_vm>?, _ name: UnsafePointer<CChar>?,
    _ value: UnsafePointer<CChar>?
) -> evmc_set_option_result {
    guard let machine, let name else { return EVMC_SET_OPTION_INVALID_NAME }
    // No value is an empty one, which no option has.
    let text = value.map { String(cString: $0) } ?? ""
    return handle(machine).pointee.plugIn._withUnsafeGuaranteedRef {
        $0.set(String(cString: name), to: text)
    }
}

private func execute(
    _ machine: UnsafeMutablePointer<evmc_vm>?, _ functions: UnsafePointer<evmc_host_interface>?,
    _ context: OpaquePointer?, _ revision: evmc_revision,
    _ message: UnsafePointer<evmc_message>?, _ code: UnsafePointer<UInt8>?, _ codeSize: Int
) -> evmc_result {
    guard let machine, let functions, let message else { return evmc_result(EVMC_REJECTED) }
    let bytes = UnsafeRawBufferPointer(start: code, count: code == nil ? 0 : codeSize)
    return handle(machine).pointee.plugIn._withUnsafeGuaranteedRef {
        $0.execute(functions, context, revision, message, bytes)
    }
}
