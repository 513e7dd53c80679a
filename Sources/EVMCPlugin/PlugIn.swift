import CEVMC
import EVMC
import Primitives
import Synchronization
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
        var idle: [Session] = []
        /// The machines at work, of each thread the innermost last.
        var running: [Session] = []
    }

    private let state = Mutex(State())
    private let codes = CodeShelf()

    /// Changes an option, for what is executed from now on.
    func set(_ name: String, to value: String) -> evmc_set_option_result {
        let (result, old) = state.withLock { state -> (evmc_set_option_result, TieringService?) in
            let before = state.options
            let result = state.options.set(name, to: value)
            guard state.options != before else { return (result, nil) }
            state.generation += 1
            state.idle.removeAll()
            defer { state.service = nil }
            return (result, state.service)
        }
        old?.scheduler.shutDown()
        return result
    }

    /// Ends the threads that compile, and waits for them.
    func shutDown() {
        let service = state.withLock { state in
            state.idle.removeAll()
            defer { state.service = nil }
            return state.service
        }
        service?.scheduler.shutDown()
    }

    /// Executes code for a client.
    func execute(
        _ functions: UnsafePointer<evmc_host_interface>, _ context: OpaquePointer?,
        _ revision: evmc_revision, _ message: evmc_message, _ code: UnsafeRawBufferPointer
    ) -> evmc_result {
        guard let fork = Fork(revision),
            let kind = MessageKind(message.kind, flags: message.flags)
        else { return evmc_result(EVMC_REJECTED) }
        guard message.gas >= 0 else { return evmc_result(EVMC_OUT_OF_GAS) }
        do {
            let session = try take(fork, functions, context)
            defer { giveBack(session) }
            return session.execute(
                HostedMessage(
                    isCreation: kind.isCreation,
                    isStatic: message.flags & EVMC_STATIC.rawValue != 0,
                    depth: Int(max(0, message.depth)), gas: message.gas,
                    caller: Address(message.sender), recipient: Address(message.recipient),
                    value: Word256(message.value), data: message.input, code: codes.code(code)))
        } catch {
            return evmc_result(EVMC_OUT_OF_MEMORY)
        }
    }

    // MARK: Machines

    /// The machine of the execution that this one lies in, or one that is idle, or a new one.
    private func take(
        _ fork: Fork, _ functions: UnsafePointer<evmc_host_interface>, _ context: OpaquePointer?
    ) throws -> Session {
        let thread = Self.currentThread
        let found = state.withLock { state -> Session? in
            if let outer = state.running.last(where: { $0.thread == thread }),
                outer.serves(functions, context, fork)
            {
                return outer
            }
            guard let place = state.idle.lastIndex(where: { $0.fork == fork }) else { return nil }
            let session = state.idle.remove(at: place)
            session.thread = thread
            state.running.append(session)
            return session
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
        state.withLock { $0.running.append(session) }
        return session
    }

    private func giveBack(_ session: Session) {
        guard session.end() else { return }
        state.withLock { state in
            state.running.removeAll { $0 === session }
            guard session.generation == state.generation, state.idle.count < Self.idleCapacity
            else { return }
            state.idle.append(session)
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

extension evmc_message {
    /// Call data.
    fileprivate var input: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: input_data, count: input_data == nil ? 0 : Int(input_size))
    }
}
