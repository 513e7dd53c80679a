package import Primitives

extension VirtualMachine {
    /// Runs a frame for the machine's host; may be called again while that performs a call.
    ///
    /// - Precondition: the machine is hosted.
    package func execute(_ message: HostedMessage) -> HostedResult {
        let before = machine.pointee.world.refund
        machine.pointee.waitingRefund += before
        machine.pointee.world.refund = 0
        let result = Driver<HostedSteps>(machine: machine).execute(message)
        let refund = machine.pointee.world.refund
        machine.pointee.waitingRefund -= before
        machine.pointee.world.refund = before
        return HostedResult(
            outcome: result.outcome, gasLeft: result.gasLeft, refund: refund,
            output: machine.pointee.returnBuffer.bytes)
    }

    /// Says in which block and transaction the next frames run.
    ///
    /// - Precondition: no frame is alive.
    package func enter(
        _ block: BlockEnvironment, blobBaseFee: Word256, _ transaction: TransactionContext
    ) {
        machine.pointee.block = block
        machine.pointee.blobBaseFee = blobBaseFee
        machine.pointee.transaction = transaction
    }

    /// The frames that are alive: those that wait for a call of theirs.
    package var frameCount: Int { machine.pointee.frameCount }
}
