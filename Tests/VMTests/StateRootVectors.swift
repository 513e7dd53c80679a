/// An allocation of the official execution-spec-tests and the state root that they give for it.
struct StateRootVector: Sendable {
    struct Account: Sendable {
        var address: String
        var nonce: UInt64
        var balance: String
        var code: String
        var storage: [(key: String, value: String)]
    }

    /// The fixture's file and test.
    var source: String
    var root: String
    var accounts: [Account]
}

extension StateRootVector {
    static let all = [
        StateRootVector(
            source: "sufficient_balance_blob_tx.json, Prague",
            root: "0xa12e53a0750204dfed2cc67120abfc6ff2806e0ceff6d9dec45cb2b6b0a16bda",
            accounts: [
                Account(
                    address: "0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b", nonce: 1,
                    balance: "0x2e7c0",
                    code: "0x",
                    storage: [])
            ]),
        StateRootVector(
            source: "mergeTest.json, Cancun",
            root: "0x613a789ccb053269940a29876831b588be8bf2c5412eaae87f644b4e81097934",
            accounts: [
                Account(
                    address: "0x1b8f52ebf5db68541e7e705e5791c51707693ff5", nonce: 2,
                    balance: "0xde0b6b3a20378a2",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0x2adc25665018aa1fe0e6bc666dac8fc2697ff9ba", nonce: 0,
                    balance: "0xda106",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0x6fb190768c01c776c931b366fdaae3cf1de27046", nonce: 1,
                    balance: "0xde0b6b3a7640000",
                    code: "0x3a600055486001554460025500",
                    storage: [
                        ("0x0", "0x3f2"),
                        ("0x1", "0x3e8"),
                        (
                            "0x2",
                            "0x1500000000000000000000000000000000000000000000000000000000000000"
                        ),
                    ]),
            ]),
        StateRootVector(
            source: "ContractStoreClearsOOG.json, Cancun",
            root: "0x1560be16f942630ed3a45b0015eec40c503584a98fb16fbcbccb76470418d379",
            accounts: [
                Account(
                    address: "0x0169514a5abe8ac575a6cbed2e1b88cb4b8cf40d", nonce: 1,
                    balance: "0x1c64110",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0x40f669184fd06dfe6b3f3bc0e7aaa2bd920c736d", nonce: 0,
                    balance: "0x0",
                    code: "0x6000600055600060015560006002556000600355600060045560006005556000"
                        + "60065560006007556000600855600c60095500",
                    storage: [
                        ("0x0", "0xc"),
                        ("0x1", "0xc"),
                        ("0x2", "0xc"),
                        ("0x3", "0xc"),
                        ("0x4", "0xc"),
                        ("0x5", "0xc"),
                        ("0x6", "0xc"),
                        ("0x7", "0xc"),
                        ("0x8", "0xc"),
                        ("0x9", "0xc"),
                    ]),
            ]),
        StateRootVector(
            source: "StaticcallToPrecompileFromContractInitialization.json, Cancun",
            root: "0x324405f7a0fd43727f4f7fd42ac3bbcbd5800c134925dadd5e7d4f67bf244f74",
            accounts: [
                Account(
                    address: "0xa000000000000000000000000000000000000000", nonce: 1,
                    balance: "0x64",
                    code: "0x366000600037655a175a175a173660006000f560005500",
                    storage: [
                        ("0x0", "0xfad204ed1275b429b66c9ce0614d62832d6b2580")
                    ]),
                Account(
                    address: "0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b", nonce: 1,
                    balance: "0xde0b6b3a6fb3160",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0xfad204ed1275b429b66c9ce0614d62832d6b2580", nonce: 1,
                    balance: "0x0",
                    code: "0x",
                    storage: [
                        ("0x0", "0x1"),
                        ("0x1", "0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b"),
                        ("0x2", "0x1"),
                        ("0x3", "0x1"),
                        ("0x4", "0xccccccccccccccccccccccccccccccccccccccccccccccccccc000000"),
                        (
                            "0x5",
                            "0x73f5062fb68ed2a1ec82ff8c73f9251bb9cf53a623bc93527e16bc5ae29dad74"
                        ),
                        ("0x6", "0x1"),
                        ("0x7", "0xccccccccccccccccccccccccccccccccccccccccccccccccccc000000"),
                        ("0x8", "0x14ef238cfa4075e9ede92f18b1566c1dd0b99aaa"),
                        ("0x9", "0x1"),
                        ("0x10", "0xccccccccccccccccccccccccccccccccccccccccccccccccccc000000"),
                        ("0x11", "0x1"),
                        ("0x12", "0x1"),
                        ("0x13", "0x1"),
                        (
                            "0x14",
                            "0x1f4d1d80177b1377743d1901f70d7389be7f7a35a35bfd234a8aaee615b88c49"
                        ),
                        (
                            "0x15",
                            "0x18683193ae021a2f8920fed186cde5d9b1365116865281ccf884c1f28b1df8f"
                        ),
                        ("0x16", "0x1"),
                        (
                            "0x17",
                            "0x1f4d1d80177b1377743d1901f70d7389be7f7a35a35bfd234a8aaee615b88c49"
                        ),
                        (
                            "0x18",
                            "0x18683193ae021a2f8920fed186cde5d9b1365116865281ccf884c1f28b1df8f"
                        ),
                        ("0x19", "0x1"),
                        ("0x20", "0x1"),
                    ]),
            ]),
        StateRootVector(
            source: "recursiveCreate.json, Cancun",
            root: "0x47a85e3898757686eaf282fa2e1e38a3453a6e21343b886524351c60911bc6ca",
            accounts: [
                Account(
                    address: "0x095e7baea6a6c7c4c2dfeb977efac326af552d87", nonce: 1,
                    balance: "0x132b3a0",
                    code: "0x60206000600039602060006000f000",
                    storage: []),
                Account(
                    address: "0x26963175b50e69c2400aa12887cad973aa275ff0", nonce: 2,
                    balance: "0x0",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0x283b585ba5bc85d64a99cb5ecb9a8495ac944948", nonce: 2,
                    balance: "0x0",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0x4326e4b5aa29095a293f86c51e4776beeeb13c9b", nonce: 2,
                    balance: "0x0",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0x6965235e025001fb620d441803fedb005f7ac710", nonce: 2,
                    balance: "0x0",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0x7e495061f514448f3dd51bb0cf909eef3c3f4712", nonce: 2,
                    balance: "0x0",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0x91ed00a0a906270d466af043c4e111dadca970a3", nonce: 2,
                    balance: "0x0",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0x923945f4390ee06a73a80c1f56f979f7959755df", nonce: 2,
                    balance: "0x0",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b", nonce: 1,
                    balance: "0xde0b6b3a72187a2",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0xb1fe911acf07cc8107d984408a443c5af42389e0", nonce: 2,
                    balance: "0x0",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0xb679828fa6040990410b3282e916bfbd6c74f890", nonce: 2,
                    balance: "0x0",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0xd2571607e241ecf590ed94b12d87c94babe36db6", nonce: 2,
                    balance: "0x0",
                    code: "0x",
                    storage: []),
                Account(
                    address: "0xec51d36be1c8fd3ff3c74210e408a8710163ceb8", nonce: 2,
                    balance: "0x0",
                    code: "0x",
                    storage: []),
            ]),
    ]
}
