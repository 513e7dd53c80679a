import CEVMC
import EVMC
import Primitives
import VM

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One instance of our machine, as clients create and destroy it; any thread may execute on it.
final class PlugIn: Sendable {
    /// Machines that are kept while no thread needs them.
    private static let idleCapacity = 8

    private struct State {
        var options = PlugInOptions()
        /// Changes with the options: what was made before is of no more use.
        var generation = 0
        /// What machines of different threads share; made when it is first needed.
        var service: TieringService?
        /// The machines at work, and those that are idle.
        var sessions: [Session] = []

        /// Lets go of the machines that nobody runs.
        mutating func dropIdle() { sessions.removeAll { !$0.isRunning } }
    }

    /// Locked as race detectors know it.
    private let state = Monitor(State())
    private let codes = CodeShelf()

    /// Changes an option, for what is executed from now on.
    func set(_ name: String, to value: String) -> evmc_set_option_result {
        let (result, old) = state.withLock { state -> (evmc_set_option_result, TieringService?) in
            let before = state.options
            let result = state.options.set(name, to: value)
            guard state.options != before else { return (result, nil) }
            state.generation += 1
            state.dropIdle()
            defer { state.service = nil }
            return (result, state.service)
        }
        old?.scheduler.shutDown()
        return result
    }

    /// Ends the threads that compile, and waits for them.
    func shutDown() {
        let service = state.withLock { state in
            state.dropIdle()
            defer { state.service = nil }
            return state.service
        }
        service?.scheduler.shutDown()
    }

    /// Executes code for a client.
    func execute(
        _ functions: UnsafePointer<evmc_host_interface>, _ context: OpaquePointer?,
        _ revision: evmc_revision, _ message: UnsafePointer<evmc_message>,
        _ code: UnsafeRawBufferPointer
    ) -> evmc_result {
        guard let fork = Fork(revision),
            let kind = MessageKind(message.pointee.kind, flags: message.pointee.flags)
        else { return evmc_result(EVMC_REJECTED) }
        guard message.pointee.gas >= 0 else { return evmc_result(EVMC_OUT_OF_GAS) }
        do {
            let session = try take(fork, functions, context)
            defer { giveBack(session) }
            let code = session.recentCodes.code(code, from: codes)
            return session.execute(HostedMessage(message, kind, code))
        } catch {
            return evmc_result(EVMC_OUT_OF_MEMORY)
        }
    }

    // MARK: Machines

    /// The machine of an execution that this one lies in, or one that is idle, or a new one.
    private func take(
        _ fork: Fork, _ functions: UnsafePointer<evmc_host_interface>, _ context: OpaquePointer?
    ) throws -> Session {
        let thread = Self.currentThread
        let found = state.withLock { state -> Session? in
            var idle: Session?
            for session in state.sessions {
                if !session.isRunning {
                    if session.fork == fork { idle = session }
                } else if session.thread == thread, session.serves(functions, context, fork) {
                    return session
                }
            }
            idle?.thread = thread
            idle?.isRunning = true
            return idle
        }
        let session = try found ?? make(fork, functions, context, thread)
        session.begin(functions, context)
        return session
    }

    private func make(
        _ fork: Fork, _ functions: UnsafePointer<evmc_host_interface>, _ context: OpaquePointer?,
        _ thread: UInt
    ) throws -> Session {
        let (options, generation, service) = try state.withLock { state in
            if state.service == nil, state.options.tier == .tiered,
                state.options.tiering.compilation == .background
            {
                state.service = try TieringService(state.options.tiering)
            }
            return (state.options, state.generation, state.service)
        }
        let session = try Session(
            fork, options, generation: generation, sharing: service,
            for: ClientHost(functions, context))
        session.thread = thread
        session.isRunning = true
        state.withLock { $0.sessions.append(session) }
        return session
    }

    private func giveBack(_ session: Session) {
        guard session.end() else { return }
        state.withLock { state in
            session.isRunning = false
            let isOld = session.generation != state.generation
            guard isOld || state.sessions.count > Self.idleCapacity else { return }
            if isOld || state.sessions.count(where: { !$0.isRunning }) > Self.idleCapacity {
                state.sessions.removeAll { $0 === session }
            }
        }
    }

    private static var currentThread: UInt {
        #if canImport(Darwin)
        UInt(bitPattern: pthread_self())
        #else
        UInt(pthread_self())
        #endif
    }
}

extension HostedMessage {
    /// What a client has executed.
    fileprivate init(
        _ message: UnsafePointer<evmc_message>, _ kind: MessageKind, _ code: Code
    ) {
        let input = message.pointee.input_data
        self.init(
            isCreation: kind.isCreation,
            isStatic: message.pointee.flags & EVMC_STATIC.rawValue != 0,
            depth: Int(max(0, message.pointee.depth)), gas: message.pointee.gas,
            caller: Address(message.pointee.sender), recipient: Address(message.pointee.recipient),
            value: Word256(message.pointee.value),
            data: UnsafeRawBufferPointer(
                start: input, count: input == nil ? 0 : Int(message.pointee.input_size)),
            code: code)
    }
}
