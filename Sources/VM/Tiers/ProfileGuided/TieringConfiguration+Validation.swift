extension TieringConfiguration {
    /// Checks the knobs.
    package func validate() throws(TieringConfigurationError) {}
}
