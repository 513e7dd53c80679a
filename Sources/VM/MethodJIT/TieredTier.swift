/// The profile-guided tier of one thread's machines: interprets frames until their code is hot and
/// compiled, and runs compiled code from then on, also in the middle of a frame.
///
/// Nothing is added to what the interpreter does. A frame without compiled code is given a trap some
/// gas below, at whose head it comes back, says what it has used, and looks again.
///
/// What frames read and write each time they run is not checked for exclusive access, which would
/// be a third of what profiling costs: no access of it is open while another begins.
package final class TieredTier: MethodRunningTier {
    package let runner = MethodRunner()
    /// What it shares with other threads.
    package let service: TieringService
    private var scheduler: TieringService.Scheduler { service.scheduler }
    private let pollGas: Int64

    @exclusivity(unchecked) private var known = KnownCodes()
    /// The generation of visible code that `known` is right for.
    @exclusivity(unchecked) private var generation: UInt64 = 0
    @exclusivity(unchecked) private var frames: [ProfiledFrame] = []
    /// Code that the running transaction created: it may be gone before it is called again.
    @exclusivity(unchecked) private var transient: [ObjectIdentifier: Code] = [:]
    private var events = TieringEventQueue()
    /// Whether the schedule has any, which a client's runs never have.
    @exclusivity(unchecked) private var hasEvents = false

    /// What its frames used in either tier since this was last taken.
    @exclusivity(unchecked) private var usage = TierUsage()
    /// Whether time in either tier is measured; two readings of a clock for each stretch.
    @exclusivity(unchecked) package var measuresTime = false
    /// Whether the profile's counters are compared with a recount of its window behind each step.
    @exclusivity(unchecked) package var checksProfile = false
    /// What came of that so far.
    package private(set) var profileChecks = ProfileChecks()

    package init(_ service: TieringService) {
        self.service = service
        pollGas = service.scheduler.configuration.pollGas
    }

    package var effort: CompileEffort { service.effort }

    package func takeBreakdown() -> Breakdown? {
        let found = runner.takeBreakdown()
        let compiling = service.takeBreakdown()
        return found ?? compiling
    }

    /// Begins a case, with what a schedule has happen in it.
    ///
    /// Where compiling is done by who asks, nothing is left of earlier cases, so that each does the
    /// same in any order.
    package func beginCase(_ schedule: [TieringEvent] = []) {
        frames.removeAll(keepingCapacity: true)
        transient.removeAll(keepingCapacity: true)
        known.removeAll()
        usage = TierUsage()
        events = TieringEventQueue(schedule)
        hasEvents = !schedule.isEmpty
        if service.forgetsCases { scheduler.reset() }
        scheduler.withhold(events.withheld)
    }

    /// Hands out what its frames used so far, and begins anew.
    package func takeUsage() -> TierUsage {
        defer { usage = TierUsage() }
        return usage
    }

    /// How many of the schedule's events took place in the case.
    package var eventCount: Int { events.happenedCount }
}

// MARK: Running

extension TieredTier {
    package func run(_ frame: FramePointer) -> RunEnd {
        guard measuresTime else { return runUntimed(frame) }
        let start = ContinuousClock.now
        let end = runUntimed(frame)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        usage.add(seconds: seconds, isCompiled: frames.last?.isCompiled == true)
        return end
    }

    private func runUntimed(_ frame: FramePointer) -> RunEnd {
        guard let top = frames.indices.last else { return Interpreter.run(frame) }
        let method = frame.pointee.tier == .method ? demand(frame) : visibleMethod(of: top)
        frames[top].isCompiled = method != nil
        guard let method else { return interpret(frame, top) }
        return runner.run(frame, method)
    }

    /// The method that a switch of the schedule's demands, whatever the profile.
    private func demand(_ frame: FramePointer) -> CompiledMethod? {
        let code = frame.pointee.codeObject
        return scheduler.compileNow(key(of: code, frame), code)
    }

    /// The code of a frame as it is now visible to all.
    private func visibleMethod(of frame: Int) -> CompiledMethod? {
        guard let code = frames[frame].code else { return nil }
        let current = scheduler.generation
        if current != generation {
            // Read before any code is looked up: what is found is at least as new.
            generation = current
            known.forgetMethods()
        }
        return code.method { scheduler.product(for: $0) }
    }

    /// Interprets until the frame ends or calls, or stands at a head and has used `pollGas`.
    private func interpret(_ frame: FramePointer, _ top: Int) -> RunEnd {
        let start = frame.pointee.pc
        if let code = frames[top].code, !code.isGivenUp {
            frame.pointee.headTrap = max(
                frame.pointee.headTrap, frame.pointee.gas &- pollGas)
        }
        let end = Interpreter.run(frame)
        switch end {
        case .head: frame.pointee.machine.pointee.heads.addInterpreted(from: start, through: nil)
        case .call, .ended:
            frame.pointee.machine.pointee.heads.addInterpreted(
                from: start, through: frame.pointee.pc)
        case .exitToInterpreter, .resourceLimit: break
        }
        return end
    }
}

// MARK: Profiling

extension TieredTier: FrameObserver {
    package func transactionBegins() {
        frames.removeAll(keepingCapacity: true)
        transient.removeAll(keepingCapacity: true)
    }

    package func frameBegins(_ frame: FramePointer) {
        let code = frame.pointee.codeObject
        guard !frame.pointee.kind.isCreation, transient[ObjectIdentifier(code)] == nil else {
            happen(in: frame)
            return frames.append(ProfiledFrame())
        }
        let known = known.find(code, in: fork(of: frame)) { key(of: code, frame) }
        if hasEvents { events.met(code, hash: known.key.codeHash) }
        happen(in: frame)
        let ticket = scheduler.callBegins(known.key, code)
        checkProfile()
        frames.append(ProfiledFrame(code: known, ticket: ticket))
    }

    package func frameRan(_ frame: FramePointer, gas: Int64) {
        guard let top = frames.indices.last else { return }
        // A stretch for which the tier gave up, or a switch to the interpreter, is none of its code's.
        let isCompiled =
            frames[top].isCompiled && !frame.pointee.isInterpretedToHead
            && frame.pointee.tier != .interpreter
        frames[top].usage.add(gas, isCompiled: isCompiled)
        if frames[top].usage.gas >= pollGas { report(top) }
    }

    package func frameResumes(_ frame: FramePointer) { happen(in: frame) }

    package func frameSwitched(_ frame: FramePointer) { happen(in: frame) }

    package func frameEnds(_ frame: FramePointer) {
        guard let top = frames.indices.last else { return }
        report(top)
        frames.removeLast()
    }

    package func created(_ code: Code) { transient[ObjectIdentifier(code)] = code }

    /// Tells the profile what a frame has used since it last did.
    private func report(_ top: Int) {
        let used = frames[top].usage
        frames[top].usage = TierUsage()
        usage.add(used)
        guard let code = frames[top].code, let ticket = frames[top].ticket else { return }
        var mayBeCompiled = true
        if used.interpretedGas != 0 {
            mayBeCompiled = scheduler.add(
                used.interpretedGas, interpreted: true, to: ticket, code.key, code.code)
            checkProfile()
        }
        if used.compiledGas != 0 {
            mayBeCompiled = scheduler.add(
                used.compiledGas, interpreted: false, to: ticket, code.key, code.code)
            checkProfile()
        }
        code.isGivenUp = !mayBeCompiled && !frames[top].isCompiled
    }

    private func checkProfile() {
        if checksProfile { profileChecks.add(isRight: scheduler.isProfileExact) }
    }

    private func key(of code: Code, _ frame: FramePointer) -> CodeKey {
        CodeKey(
            codeHash: code.hash, byteCount: code.count,
            fork: fork(of: frame), generation: service.generation)
    }

    private func fork(of frame: FramePointer) -> Fork { frame.pointee.machine.pointee.fork }

    /// A moment of the driver's: lets the schedule's events of it take place.
    private func happen(in frame: FramePointer) {
        guard hasEvents else { return }
        events.advance { action, code in
            scheduler.force(action, key(of: code, frame), code)
        }
    }
}
