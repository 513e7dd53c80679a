import Primitives

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A program of the package, which the tests' build makes beside the tests.
package enum BuiltProgram {
    /// The path of a program; nil where it was not built.
    package static func path(_ name: String) -> String? {
        let folder = ThisProgram.path.split(separator: "/").dropLast().joined(separator: "/")
        let program = "/\(folder)/\(name)"
        return access(program, X_OK) == 0 ? program : nil
    }
}
