/// Expected values: the Ethereum Execution Layer Specification (EELS).
extension VectorTable {
    static let ripemd160 = VectorTable(
        """
        # 0 bytes | 600
        in -
        out *12 9c1185a5c5e9fc54612808977ee8f548b2258d31
        # 1 bytes | 720
        in 01
        out *12 f291ba5015df348c80853fa5bb0f7946f5c9e1b3
        # 3 bytes | 720
        in 03284d
        out *12 dc5419616bda39c9eb266520ce78129ff7ce2ad2
        # 31 bytes | 720
        in 1f44698eb3d802274c7196bbe00a2f54799ec3e812375c81a6cbf01a3f6489
        out *12 57ea6a4948eee113329e3cb6c26095b9c77098fb
        # 32 bytes | 720
        in 20456a8fb4d903284d7297bce10b30557a9fc4e913385d82a7ccf11b40658aaf
        out *12 f1e8e5c786eb9c7d9d93cd28d34af9b23331b203
        # 33 bytes | 840
        in 21466b90b5da04294e7398bde20c31567ba0c5ea14395e83a8cdf21c41668bb0d5
        out *12 6a87b843aa48e03c070a8b426c0e1029c48adaa3
        # 55 bytes | 840
        in 375c81a6cbf01a3f6489aed3f822476c91b6db052a4f7499bee30d32577ca1c6eb153a5f84a9cef3
           1d42678cb1d600254a6f94b9de082d
        out *12 40c79b505c28020623e662bf2cd9b0a77231b211
        # 56 bytes | 840
        in 385d82a7ccf11b40658aafd4f923486d92b7dc062b50759abfe40e33587da2c7ec163b6085aacff4
           1e43688db2d701264b7095badf092e53
        out *12 905dd29b8e5d84e3b9561c2a822740cc9930f649
        # 63 bytes | 840
        in 3f6489aed3f822476c91b6db052a4f7499bee30d32577ca1c6eb153a5f84a9cef31d42678cb1d600
           254a6f94b9de082d52779cc1e610355a7fa4c9ee183d62
        out *12 d86d096aa642d236f4a64c9d6e5ae4c9afbecaa4
        # 64 bytes | 840
        in 40658aafd4f923486d92b7dc062b50759abfe40e33587da2c7ec163b6085aacff41e43688db2d701
           264b7095badf092e53789dc2e711365b80a5caef193e6388
        out *12 8e3e8f0ab5cc1db9495bf314363461da23ebbfca
        # 65 bytes | 960
        in 41668bb0d5fa24496e93b8dd072c51769bc0e50f34597ea3c8ed173c6186abd0f51f44698eb3d802
           274c7196bbe00a2f54799ec3e812375c81a6cbf01a3f6489ae
        out *12 e6dd0067b84d568e8a48208a216252b1c8b13f94
        # 96 bytes | 960
        in 6085aacff41e43688db2d701264b7095badf092e53789dc2e711365b80a5caef193e6388add2f721
           466b90b5da04294e7398bde20c31567ba0c5ea14395e83a8cdf21c41668bb0d5fa24496e93b8dd07
           2c51769bc0e50f34597ea3c8ed173c61
        out *12 cf65ea075d792d43081aa0c469b6cd843794b00e
        # 97 bytes | 1080
        in 6186abd0f51f44698eb3d802274c7196bbe00a2f54799ec3e812375c81a6cbf01a3f6489aed3f822
           476c91b6db052a4f7499bee30d32577ca1c6eb153a5f84a9cef31d42678cb1d600254a6f94b9de08
           2d52779cc1e610355a7fa4c9ee183d6287
        out *12 4cfd127a073fc13e1156c91275ae3178c3b0cde7
        # 128 bytes | 1080
        in 80a5caef193e6388add2f721466b90b5da04294e7398bde20c31567ba0c5ea14395e83a8cdf21c41
           668bb0d5fa24496e93b8dd072c51769bc0e50f34597ea3c8ed173c6186abd0f51f44698eb3d80227
           4c7196bbe00a2f54799ec3e812375c81a6cbf01a3f6489aed3f822476c91b6db052a4f7499bee30d
           32577ca1c6eb153a
        out *12 5be58f879f20e1286349ba2d6d5a87c14d6e4bb8
        # 200 zero bytes | 1440
        in *200
        out *12 c5f27a97fdbac67c665b74394e9b8d0e98e0b4a1
        """)
}
