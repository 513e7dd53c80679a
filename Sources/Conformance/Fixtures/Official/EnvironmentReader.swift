import Primitives
package import VM

/// The `env` of a state test, from which the block of each fork is made.
///
/// One `env` serves all forks of a test and holds values that some of them do not have yet.
package struct EnvironmentReader {
    private var common = BlockEnvironment()
    private var baseFee: Word256 = .zero
    private var excessBlobGas: UInt64 = 0
    private var schedules: [Fork: BlobSchedule] = [:]

    /// - Parameters:
    ///   - node: the value of `env`.
    ///   - config: the value of `config`, where there is one.
    /// - Throws: what all cases need and cannot be read.
    package init(_ node: JSONNode, config: JSONNode?) throws(FixtureError) {
        try node.require(.object)
        try node.requireKeys(Self.keys)
        common.coinbase = try node.required("currentCoinbase").address()
        common.gasLimit = try node.required("currentGasLimit").integer()
        common.number = try node.required("currentNumber").integer()
        common.timestamp = try node.required("currentTimestamp").integer()
        common.difficulty = try node["currentDifficulty"]?.word() ?? .zero
        common.prevRandao = try node["currentRandom"]?.word() ?? .zero
        baseFee = try node["currentBaseFee"]?.word() ?? .zero
        excessBlobGas = try node["currentExcessBlobGas"]?.integer() ?? 0
        if let config { try read(config) }
    }

    /// What is read, and what belongs to blocks and not to what code can see.
    private static let keys: [StaticString] = [
        "currentCoinbase", "currentGasLimit", "currentNumber", "currentTimestamp",
        "currentDifficulty", "currentRandom", "currentBaseFee", "currentExcessBlobGas",
        "currentBlobGasUsed", "currentBeaconRoot", "currentWithdrawalsRoot", "currentSlotNumber",
        "parentBaseFee", "parentBeaconBlockRoot", "parentBlobGasUsed", "parentDifficulty",
        "parentExcessBlobGas", "parentGasLimit", "parentGasUsed", "parentHash",
        "parentTimestamp", "parentUncleHash", "previousHash", "blockHashes", "ommers",
        "withdrawals", "extraData",
    ]

    private mutating func read(_ config: JSONNode) throws(FixtureError) {
        try config.require(.object)
        try config.requireKeys(["chainid", "blobSchedule", "network"])
        if let chain = config["chainid"] { common.chainIdentifier = try chain.word() }
        guard let list = config["blobSchedule"] else { return }
        for (key, value) in list.members {
            // A schedule of a fork that is not run here says nothing about those that are.
            guard let fork = Fork(named: key.text) else { continue }
            schedules[fork] = BlobSchedule(
                target: try value.required("target").integer(),
                maximum: try value.required("max").integer(),
                baseFeeUpdateFraction: try value.required("baseFeeUpdateFraction").integer())
        }
    }

    /// The block as code of `fork` sees it.
    package func block(for fork: Fork) -> BlockEnvironment {
        var block = common
        if fork >= .london { block.baseFee = baseFee }
        if fork >= .cancun {
            block.excessBlobGas = excessBlobGas
            block.blobSchedule = schedules[fork] ?? .standard(for: fork)
        }
        return block
    }
}
