package import CEVMC

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Why a library is of no use as an EVMC machine: what was found, expected, and can be done.
package struct PlugInFailure: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// An EVMC machine of others, in this process.
///
/// The library stays until the process ends: not every one bears to be unloaded.
package final class LoadedPlugIn {
    /// Destroyed with this object.
    package let machine: UnsafeMutablePointer<evmc_vm>

    /// Loads a library, creates a machine and sets its options, in order.
    ///
    /// - Parameters:
    ///   - path: the library's file.
    ///   - options: names and values.
    /// - Throws: what is wrong with the library, the machine or an option.
    package init(
        path: String, options: [(name: String, value: String)] = []
    ) throws(PlugInFailure) {
        let machine = try Self.create(path)
        try Self.check(machine, path)
        self.machine = machine
        // From here on `deinit` destroys it, also where an option is refused.
        for option in options { try set(option.name, option.value) }
    }

    deinit { machine.pointee.destroy?(machine) }

    /// The machine's own name and version.
    package var title: String {
        let name = machine.pointee.name.map { String(cString: $0) } ?? ""
        let version = machine.pointee.version.map { String(cString: $0) } ?? ""
        return "\(name) \(version)"
    }

    // MARK: Loading

    private static func create(
        _ path: String
    ) throws(PlugInFailure) -> UnsafeMutablePointer<evmc_vm> {
        guard access(path, R_OK) == 0 else {
            throw PlugInFailure(
                "found no file \(path) that can be read, expected the library of an EVMC machine")
        }
        guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            let reason = dlerror().map { String(cString: $0) } ?? "no reason given"
            throw PlugInFailure(
                "\(path) cannot be loaded: \(reason); expected a shared library of this machine "
                    + "whose own libraries are there")
        }
        let names = createNames(ofFile: path)
        guard let symbol = names.lazy.compactMap({ dlsym(library, $0) }).first else {
            throw PlugInFailure(
                "\(path) exports none of \(names.joined(separator: ", ")): expected the function "
                    + "that creates an EVMC machine; is it another library, or has its file "
                    + "another name than the machine?")
        }
        let create = unsafeBitCast(symbol, to: evmc_create_fn.self)
        guard let machine = create() else {
            throw PlugInFailure("\(path) created no machine: its create function returned NULL")
        }
        return machine
    }

    /// The names under which a file's create function is looked for, in order.
    ///
    /// As loaders of the field do it: what stands between a `lib` at the beginning of the file's
    /// name and its first dot, with `_` for `-`; then the name that goes with any file.
    package static func createNames(ofFile path: String) -> [String] {
        var name = path.split(separator: "/").last.map(String.init) ?? path
        if name.hasPrefix("lib") { name.removeFirst(3) }
        name = name.split(separator: ".").first.map(String.init) ?? name
        let base = String(name.map { $0 == "-" ? "_" : $0 })
        return ["evmc_create_\(base)", "evmc_create"]
    }

    private static func check(
        _ machine: UnsafeMutablePointer<evmc_vm>, _ path: String
    ) throws(PlugInFailure) {
        let version = machine.pointee.abi_version
        guard version == Int32(EVMC_ABI_VERSION) else {
            throw PlugInFailure(
                "\(path) speaks EVMC \(version), expected \(EVMC_ABI_VERSION): build it with that "
                    + "version of EVMC's header")
        }
        guard machine.pointee.execute != nil, machine.pointee.destroy != nil,
            let capabilities = machine.pointee.get_capabilities
        else {
            throw PlugInFailure(
                "\(path) leaves out execute, destroy or get_capabilities, which every EVMC "
                    + "machine has")
        }
        let found = capabilities(machine)
        guard found & EVMC_CAPABILITY_EVM1.rawValue != 0 else {
            throw PlugInFailure(
                "\(path) has the capabilities \(found), without \(EVMC_CAPABILITY_EVM1.rawValue) "
                    + "(EVM1): it executes no code of the EVM")
        }
    }

    private func set(_ name: String, _ value: String) throws(PlugInFailure) {
        guard let set = machine.pointee.set_option else {
            throw PlugInFailure("\(title) has no options, found '\(name)'")
        }
        switch set(machine, name, value) {
        case EVMC_SET_OPTION_SUCCESS: break
        case EVMC_SET_OPTION_INVALID_NAME:
            throw PlugInFailure("\(title) has no option '\(name)'")
        case EVMC_SET_OPTION_INVALID_VALUE:
            throw PlugInFailure("\(title) does not take '\(value)' for its option '\(name)'")
        case let other:
            throw PlugInFailure(
                "\(title) answers \(other.rawValue) to its option '\(name)', expected 0, 1 or 2")
        }
    }
}
