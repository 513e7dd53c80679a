import Conformance
import VM

/// Lets the code of a called or creating frame run at once, without the frames that led to it.
struct FrameReducer: Reducer {
    func reduce(_ reduction: Reduction) throws(SubjectFailure) {
        guard case .message(let body) = reduction.item.body,
            let trail = try reduction.trail(of: reduction.item), trail.frames.count > 1,
            let site = reduction.item.accounts.firstIndex(where: {
                $0.address == body.message.recipient
            })
        else { return }
        var codes: [Code] = []
        for frame in trail.frames where !codes.contains(frame.code) { codes.append(frame.code) }
        for code in codes.sorted(by: { $0.count < $1.count }) {
            var candidate = reduction.item
            candidate.accounts[site].content.code = code
            guard let inner = try reduction.trail(of: candidate),
                inner.frames.count < trail.frames.count
            else { continue }
            if try reduction.attemptAnew(candidate) { return }
        }
    }
}
