import ArgumentParser
import Codegen

/// Fragments as machine code of this host.
enum NativeRunner {
    static func executor(
        for fragment: Fragment, _ session: LirasmSession
    ) throws -> any FragmentExecutor {
        throw ValidationError("This build does not run x86-64 code.")
    }

    static func listing(of fragment: Fragment, _ session: LirasmSession) throws -> String {
        throw ValidationError("This build does not make x86-64 code.")
    }
}
