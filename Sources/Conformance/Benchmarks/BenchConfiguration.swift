/// How benchmarks are measured.
package struct BenchConfiguration: Sendable {
    /// How often every subject runs each benchmark, from its first call on.
    package var roundCount = 7
    /// Processor seconds that a measurement takes at least.
    package var measurementSeconds = 0.005
    /// Seconds of warming up behind which a subject is measured as it is.
    package var warmUpSeconds = 0.5
    /// Gas of frames' own work beyond which a benchmark is not run.
    package var mostGas: Int64 = 1 << 34

    package init() {}
}
