import Codegen
import Emulation
import VM

/// Where a test's methods run.
///
/// Tests run side by side: each makes an emulated processor of its own.
enum TestExecution: CaseIterable, Sendable {
    case lirInterpreter
    case native
    case emulatedX64
    case emulatedAArch64

    func make() throws -> MethodExecution {
        switch self {
        case .lirInterpreter: .lirInterpreter
        case .native: .native
        case .emulatedX64: .emulated(try Emulator(.x64))
        case .emulatedAArch64: .emulated(try Emulator(.aarch64))
        }
    }
}
