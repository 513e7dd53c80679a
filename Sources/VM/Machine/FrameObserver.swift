/// Whoever must know what becomes of frames: a tier that profiles what they run.
///
/// It may look at frames and change nothing of theirs.
package protocol FrameObserver: AnyObject {
    /// A transaction's outermost message is about to run; no frame is alive.
    func transactionBegins()

    /// A frame was put on top and has executed nothing; its tier and trap are decided.
    func frameBegins(_ frame: FramePointer)

    /// A stretch of a frame has run, in whatever tier, and used so much gas of its own: none that
    /// went to callees.
    func frameRan(_ frame: FramePointer, gas: Int64)

    /// A call or creation of the frame has returned to it, whether or not it made a frame.
    func frameResumes(_ frame: FramePointer)

    /// A switch of the schedule's took place.
    func frameSwitched(_ frame: FramePointer)

    /// The topmost frame has ended and is about to be dropped.
    func frameEnds(_ frame: FramePointer)

    /// A creation made this the code of an account.
    func created(_ code: Code)
}
