/// Expected values: the Ethereum Execution Layer Specification (EELS) for signatures made for the test.
extension VectorTable {
    static let ecrecover = VectorTable(
        """
        # signature 0 | 3000
        in 775aaf41900ce1fe169b6e5830745a13d54c856e9d81fb3b96459bfae331eee8 *31
           1c8e24882f25afd0c6f80586920e76f9225eb8c4f0f095b84bab72c90fb843b54d71b730e24c0e37
           9e54d57aab4837ae5ddb27a90640d26e57ca6111a91434d5b5
        out *12 8c36fd91f02af31a998ac7b14e09fe458c83aa9c
        # signature 0 with the other parity | 3000
        in 775aaf41900ce1fe169b6e5830745a13d54c856e9d81fb3b96459bfae331eee8 *31
           1b8e24882f25afd0c6f80586920e76f9225eb8c4f0f095b84bab72c90fb843b54d71b730e24c0e37
           9e54d57aab4837ae5ddb27a90640d26e57ca6111a91434d5b5
        out *12 526125eeeb09a8e6a126a1b3bb19b7324642fc13
        # signature 1 | 3000
        in e5e77b7cf2c0c5f6fec117afaf05ec612621b00e68f7c66e8078186ec35a57f1 *31
           1b7bc8d709262ac381fdf20a2ee93c81469595d0689d15f895f9c500e843fcfdef2039d2ad78602f
           7a639f415b215bc0483cb8bbc792ea7394a0304929ef65a067
        out *12 8f6cf3a930f8cc698055e5fc22fe53e218219408
        # signature 1 with the other parity | 3000
        in e5e77b7cf2c0c5f6fec117afaf05ec612621b00e68f7c66e8078186ec35a57f1 *31
           1c7bc8d709262ac381fdf20a2ee93c81469595d0689d15f895f9c500e843fcfdef2039d2ad78602f
           7a639f415b215bc0483cb8bbc792ea7394a0304929ef65a067
        out *12 88cea3197ccafa1f8f3e4f2d1799713b0b7c154e
        # signature 2 | 3000
        in 61e0266d065c26fdc0f8e0099040879d07c412a831d5275372af485fd3c9f039 *31
           1bc8dc2d5d3ba0a06399d0b99f29e8af45295bea029fd8b1680c15463c30cbfd15222585f3430f2d
           233b62d1d4121f8724a1761a7c063e1b4f6478bf77cedd94e2
        out *12 44b9a0bd47af03c03b43031e0f6a3cb524c5977c
        # signature 2 with the other parity | 3000
        in 61e0266d065c26fdc0f8e0099040879d07c412a831d5275372af485fd3c9f039 *31
           1cc8dc2d5d3ba0a06399d0b99f29e8af45295bea029fd8b1680c15463c30cbfd15222585f3430f2d
           233b62d1d4121f8724a1761a7c063e1b4f6478bf77cedd94e2
        out *12 25c9db97a915c79adee23f5973048f23086ca85d
        # signature 3 | 3000
        in ad7ee26df74e65974c5732a7c6603190a675ed105154cc7fea4272b43201217c *31
           1b47f7797550c57e83014b7f59c0c5b654c372d4e1045635b888b85851f88457e31e81af406bfbd3
           900e40d9f63d100e55accf81823564577c4855f83836141f71
        out *12 cefa5e19e7c52cabd29129cafe501686e6d3ceb5
        # signature 3 with the other parity | 3000
        in ad7ee26df74e65974c5732a7c6603190a675ed105154cc7fea4272b43201217c *31
           1c47f7797550c57e83014b7f59c0c5b654c372d4e1045635b888b85851f88457e31e81af406bfbd3
           900e40d9f63d100e55accf81823564577c4855f83836141f71
        out *12 af17769a1f714c85670a133a1b7932b5bb7a34f4
        # high s | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31
           1c27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aadd07bc1877f0f4
           0705a437856fa6a1ad1eb5d6ccaf3c979a534a8394ee6a9a29
        out *12 d41c057fd1c78805aac12b0a94a405c0461a6fbb
        # s too high | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31
           1b27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aaffffffffffffff
           fffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141
        out -
        # s is n - 1 | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31
           1b27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aaffffffffffffff
           fffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140
        out *12 fd93f8e37a682c51e5e39709e65ce3672b261aa4
        # r is n | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31
           1bfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd036414122f843e7880f0b
           f8fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718
        out -
        # r is n - 1 | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31
           1bfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd036414022f843e7880f0b
           f8fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718
        out -
        # r and s are maximal | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31
           1bffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffffffffffffffffffffffffffffffffffff
        out -
        # r is zero | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31 1b *32
           22f843e7880f0bf8fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718
        out -
        # s is zero | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31
           1b27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aa *32
        out -
        # v is 0x0 | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *32
           27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aa22f843e7880f0bf8
           fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718
        out -
        # v is 0x1 | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31
           0127c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aa22f843e7880f0b
           f8fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718
        out -
        # v is 0x1a | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31
           1a27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aa22f843e7880f0b
           f8fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718
        out -
        # v is 0x1d | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31
           1d27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aa22f843e7880f0b
           f8fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718
        out -
        # v is 0x11b | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *30
           011b27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aa22f843e7880f
           0bf8fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718
        out -
        # v is 0x800000000000000000000000000000000000000000000000000000000000001b | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f80 *30
           1b27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aa22f843e7880f0b
           f8fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718
        out -
        # v is 0x1b00000000000000000000000000000000000000000000000000000000000000 | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f1b *31
           27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aa22f843e7880f0bf8
           fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718
        out -
        # r is no x-coordinate | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31 1b *31
           0522f843e7880f0bf8fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718
        out -
        # hash is zero | 3000
        in *63 1b27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aa22f843e7880f0b
           f8fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718
        out *12 409829b10a69c2465d52b7c55062ece2f18da16e
        # hash is n | 3000
        in fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141 *31
           1b27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aa22f843e7880f0b
           f8fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718
        out *12 409829b10a69c2465d52b7c55062ece2f18da16e
        # hash is maximal | 3000
        in ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff *31
           1b27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aa22f843e7880f0b
           f8fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718
        out *12 f83fe17b5ccf697ac702ca6e2088992c1e9b4b6e
        # the key is the point at infinity | 3000
        in *30 f11d *31 1b2f8bde4d1a07209355b4a7250a5c5128e88b84bddc619ab7cba8d569b240efe4 *30 3039
        out -
        # empty input | 3000
        in -
        out -
        # input ends in s | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31
           1b27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aa22f843e7
        out *12 1c7d8cfc2a61ddf70b25b5b141a16df13459eccd
        # s ends in zero bytes that are not given | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31
           1b27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aa22f843e7880f0b
           f8fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba7
        out *12 6c33be3fff62135bd438a97ee001f1c757b8bccf
        # more than 128 bytes | 3000
        in 2f863e12ca548648684ab4ba7e873b4286e0158988f4348a62f80e135c6a5c0f *31
           1b27c2014d108ed6a06026dbd048bc7056e59df7ce3f257301b9d8eb031ca970aa22f843e7880f0b
           f8fa5bc87a90595e519bf9061a000c08a16c87daf7e1cba718ffffffffffffffffff
        out *12 d41c057fd1c78805aac12b0a94a405c0461a6fbb
        """)
}
