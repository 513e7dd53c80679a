import EVMCHost
import Primitives
import Synchronization
import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What the process of a machine of others is told.
struct OutsideConfiguration: WireWritable, WireReadable {
    let path: String
    let options: [(name: String, value: String)]
    let memory: Int

    /// A relative path is one from where this process stands now.
    init(_ outside: OutsideName, memory: Int) {
        let folder = getcwd(nil, 0)
        defer { free(folder) }
        let isRelative = !outside.path.hasPrefix("/")
        path =
            isRelative
            ? (folder.map { String(cString: $0) + "/" } ?? "") + outside.path : outside.path
        options = outside.options.map { ($0.name, $0.value) }
        self.memory = memory
    }

    func write(to writer: inout WireWriter) {
        writer.write(path)
        writer.write(list: options) {
            $0.write($1.name)
            $0.write($1.value)
        }
        writer.write(memory)
    }

    init(from reader: inout WireReader) throws(WireError) {
        path = try reader.text()
        options = try reader.list { (reader) throws(WireError) in
            (try reader.text(), try reader.text())
        }
        memory = try reader.integer()
    }
}

/// A case for a machine of others; without one, the machine says its name.
struct OutsideTask: WorkerTask, WireReadable {
    let number: Int
    let item: Case?
    let wantsAccounts: Bool
    /// Whether the accounts are those of the task before, and not sent again.
    var hasSameWorld = false

    init(number: Int, item: Case?, wantsAccounts: Bool) {
        self.number = number
        self.item = item
        self.wantsAccounts = wantsAccounts
    }

    func write(to writer: inout WireWriter) {
        writer.write(number)
        writer.write(wantsAccounts)
        writer.write(hasSameWorld)
        writer.write(item != nil)
        item?.write(to: &writer, withWorld: !hasSameWorld)
    }

    init(from reader: inout WireReader) throws(WireError) {
        number = try reader.integer()
        wantsAccounts = try reader.boolean()
        hasSameWorld = try reader.boolean()
        item = try reader.boolean() ? try Case(from: &reader, withWorld: !hasSameWorld) : nil
    }
}

/// Runs cases on a machine of others, in a process that may die of it.
final class OutsideDuty: WorkerDuty {
    private let plugIn: LoadedPlugIn
    private let subject: EVMCSubject
    private var world: PreState?

    init(_ configuration: OutsideConfiguration) throws(SubjectFailure) {
        MemoryWatch.limit(to: configuration.memory)
        do throws(PlugInFailure) {
            plugIn = try LoadedPlugIn(path: configuration.path, options: configuration.options)
        } catch {
            throw SubjectFailure(error.description)
        }
        OutsideTier.reportFaults()
        subject = try EVMCSubject(.interpreter, plugIn.machine, isAlone: true)
    }

    func carryOut(_ task: OutsideTask, _ link: WorkerLink) throws(SubjectFailure) {
        var plan = RunPlan()
        plan.wantsAccounts = task.wantsAccounts
        var outcome = Outcome()
        if var item = task.item {
            if let world, task.hasSameWorld { item.world = world }
            world = item.world
            outcome = try subject.run(item, plan: plan)
        }
        _ = link.tell { [plugIn] in
            $0.write(plugIn.title)
            outcome.write(to: &$0)
        }
    }

    func writeEnd(to writer: inout WireWriter) {}
}

/// The process of a machine of others.
package enum OutsideWorker {
    /// Works until the input ends, on a thread whose stack holds 1,024 executions.
    ///
    /// What the machine prints goes where its errors go, as standard output is how this process
    /// answers.
    package static func run() -> Never {
        ProcessMemory.lift()
        let parent = getppid()
        let output = dup(STDOUT_FILENO)
        dup2(STDERR_FILENO, STDOUT_FILENO)
        do {
            try DetachedThread.start(stackByteCount: OutsideTier.nativeStackByteCount) {
                var loop = WorkerLoop<OutsideDuty>(output: output)
                exit(loop.run())
            }
        } catch {
            exit(3)
        }
        // Nobody else would end a machine that hangs when whoever asked it is gone.
        while getppid() == parent {
            usleep(50_000)
            MemoryWatch.look()
        }
        _exit(1)
    }
}

/// Ends a process that takes more memory than it may.
///
/// What counts is memory that is used: machines reserve addresses by the gibibyte.
private enum MemoryWatch {
    private static let limit = Atomic<Int>(.max)

    static func limit(to bytes: Int) { limit.store(bytes, ordering: .relaxed) }

    static func look() {
        let most = limit.load(ordering: .relaxed)
        guard ProcessMemory.residentByteCount > most else { return }
        OutsideTier.giveUp("memory error: takes more than \(most >> 20) MiB")
    }
}
