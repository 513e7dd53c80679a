package import Codegen

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What all contracts took together that are not mostly data, for one instruction set.
package struct CompileSummary: Sendable {
    package let instructionSet: InstructionSet
    package let contractCount: Int
    /// Contracts that do not count, as they are mostly data.
    package let dataCount: Int
    package let reachedByteCount: Int
    package let instructionCount: Int
    package let machineByteCount: Int
    package let seconds: Double
    /// The geometric mean of the contracts' microseconds a byte.
    package let meanMicrosecondsPerByte: Double
    /// The contract that took longest for its size.
    package let slowest: CompileMeasurement
    /// How time grows with size; nil where all have one size.
    package let growth: PowerLaw?

    /// Nil if nothing was measured for the instruction set.
    package init?(_ all: [CompileMeasurement], for instructionSet: InstructionSet) {
        let alike = all.filter { $0.instructionSet == instructionSet && $0.reachedByteCount > 0 }
        let rows = alike.filter { !$0.isMostlyData }
        dataCount = alike.count - rows.count
        let byPace = rows.max { $0.microsecondsPerByte < $1.microsecondsPerByte }
        guard let slowest = byPace else { return nil }
        self.instructionSet = instructionSet
        self.slowest = slowest
        contractCount = rows.count
        reachedByteCount = rows.reduce(0) { $0 + $1.reachedByteCount }
        instructionCount = rows.reduce(0) { $0 + $1.instructionCount }
        machineByteCount = rows.reduce(0) { $0 + $1.machineByteCount }
        seconds = rows.reduce(0) { $0 + $1.seconds }
        let logarithms = rows.reduce(0) { $0 + log($1.microsecondsPerByte) }
        meanMicrosecondsPerByte = exp(logarithms / Double(rows.count))
        growth = PowerLaw(rows.map { (Double($0.reachedByteCount), $0.seconds) })
    }

    /// Microseconds a byte of all contracts as if they were one.
    package var microsecondsPerByte: Double { seconds * 1e6 / Double(reachedByteCount) }
}

/// The curve `factor · x ^ exponent` that fits points best, by least squares of logarithms.
package struct PowerLaw: Sendable {
    package let factor: Double
    /// 1 where y grows as x does.
    package let exponent: Double
    /// The share of the variance that the curve explains, from 0 to 1.
    package let determination: Double

    /// Nil unless there are points of two different x, all positive.
    package init?(_ points: [(x: Double, y: Double)]) {
        let logarithms = points.filter { $0.x > 0 && $0.y > 0 }.map { (log($0.x), log($0.y)) }
        let count = Double(logarithms.count)
        let meanX = logarithms.reduce(0) { $0 + $1.0 } / count
        let meanY = logarithms.reduce(0) { $0 + $1.1 } / count
        let squaresX = logarithms.reduce(0) { $0 + ($1.0 - meanX) * ($1.0 - meanX) }
        let squaresY = logarithms.reduce(0) { $0 + ($1.1 - meanY) * ($1.1 - meanY) }
        let products = logarithms.reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
        guard logarithms.count > 1, squaresX > 0 else { return nil }
        exponent = products / squaresX
        factor = exp(meanY - exponent * meanX)
        determination = squaresY > 0 ? products * products / (squaresX * squaresY) : 1
    }
}
