/// What a called function may see and do, beyond its arguments.
package enum CallClass: UInt8, CaseIterable, Sendable {
    /// May ask, through its result, that the code leave by an exit.
    case leaf
    /// May observe the embedder's whole state.
    case fence
    /// Never leads to an exit.
    case noexit
}

/// A function that code can call, under the C calling convention.
///
/// It takes `argumentCount` (at most six) 64-bit words and returns one, or nothing that anyone
/// reads. All state registers keep their values across the call.
package struct CallDescriptor: Hashable, Sendable {
    package static let maximumArgumentCount = 6

    /// A unique word for the text form.
    package let name: String
    /// Where the function is; zero when it is not known here and the call cannot be run.
    package let address: UInt
    package let argumentCount: Int
    /// Whether the result depends on the arguments alone and nothing else happens.
    package let isPure: Bool
    /// The memory that the function may read.
    package let loads: AccessSet
    /// The memory that the function may write.
    package let stores: AccessSet
    package let callClass: CallClass

    package init(
        name: String, address: UInt, argumentCount: Int, isPure: Bool = false,
        loads: AccessSet = .all, stores: AccessSet = .all, callClass: CallClass = .leaf
    ) {
        self.name = name
        self.address = address
        self.argumentCount = argumentCount
        self.isPure = isPure
        self.loads = loads
        self.stores = stores
        self.callClass = callClass
    }
}
