import Primitives

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One end of a pipe on which whole messages travel, each behind its length.
package struct Channel {
    package let descriptor: Int32
    private var buffer: [UInt8] = []
    private var start = 0

    package init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// A message larger than this is a broken end.
    private static let largestMessage = 1 << 30

    /// Sends a message.
    ///
    /// - Returns: whether the other end is still there.
    package func send(_ writer: WireWriter) -> Bool {
        var header = WireWriter()
        header.write(writer.bytes.count)
        return send(header.bytes) && send(writer.bytes)
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { DescriptorWriter.write($0, to: descriptor) }
    }

    /// Reads what is there, waiting if there is nothing.
    ///
    /// - Returns: false at the end of the channel.
    package mutating func fill() -> Bool {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        let chunk = 1 << 16
        var count = 0
        let old = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: chunk))
        repeat {
            count = buffer.withUnsafeMutableBytes { bytes in
                read(descriptor, bytes.baseAddress.map { $0 + old }, chunk)
            }
        } while count < 0 && errno == EINTR
        buffer.removeLast(chunk - max(0, count))
        return count > 0
    }

    /// The next whole message that has been read; nil if there is none yet.
    package mutating func message() throws(WireError) -> WireReader? {
        guard buffer.count - start >= 8 else { return nil }
        var header = WireReader(Array(buffer[start..<start + 8]))
        let count = try header.integer()
        guard (0...Self.largestMessage).contains(count) else { throw WireError() }
        guard buffer.count - start - 8 >= count else { return nil }
        let message = Array(buffer[start + 8..<start + 8 + count])
        start += 8 + count
        return WireReader(message)
    }

    /// Waits for the next whole message; nil at the end of the channel.
    package mutating func receive() throws(WireError) -> WireReader? {
        while true {
            if let message = try message() { return message }
            guard fill() else { return nil }
        }
    }
}

/// The first word of a message.
package enum WireKind: Int {
    /// To a worker: what to do in general.
    case configuration
    /// To a worker: a unit to run.
    case unit
    /// From a worker: some results of its unit.
    case batch
    /// From a worker: its unit is done.
    case done
    /// From a worker: it cannot work at all.
    case failure
}
