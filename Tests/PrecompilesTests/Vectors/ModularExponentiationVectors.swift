/// Expected values: the Ethereum Execution Layer Specification (EELS) at Byzantium, Berlin and Osaka.
///
/// Inputs: EIP-198, EIP-2565 and EIP-7883 through the official fixtures, and edges of each price.
extension VectorTable {
    static let modularExponentiation = VectorTable(
        """
        # EIP-198-case1-mod-even-declared-length-128-bytes | 5990 768 4608
        in *31 02 *31 02 *31 80123402341010
        out 0040 *126
        # EIP-198-case1-mod-even-declared-length-256-bytes | 17049 3072 18432
        in *31 02 *31 02 *30 0100123402341010
        out 079e9ec040921bf6ffa9faad54b5e88c503ea4511cc15505e36fc9569cf20698933819b8c4b15e52
           a51f64261954708f55432c5a7011dc7d1787c64a8ece6f2065772d1dbc3ea9e96e3f55eeec7477bc
           92cb587ae416c8316fb3fa825ee25410811fad4f98ade2eaa665b48e930247bb30b251 *141
        # EIP-198-case1-mod-even-declared-length-512-bytes | 50227 12288 73728
        in *31 02 *31 02 *30 0200123402341010
        out 0c92fe06455db7d99255d47ec6550abe67bbb125bb6d1eedd3cd89bce65a29ca45d57aabe6ee1dee
           55ca08939a5c2b86e1c780fd2ff0d35cf3698fe1a83743ed01fb96f0c3a861199323783e4d0e2bf8
           cddc94b0bd16d91e61cf56ea33cfc292326a771d0f4911e7e97d05aecd8b2e88b08cb9cea6d8f00c
           d933b491a26bc1567ee2447fe133d769c9d568ea2ac358a12e926a4b11017d7c7b231a0e5cdacf5e
           ffd4553077d882d3a25006a0499b7fb9bc62107a39efbe10b466d60431db7356920871a05ed5be9f
           63f901e047f1dee0d92dfb13503c3c56d73dd547bfa76a938da1e4dbcd869740b7dbbff8ccf5eeae
           00bf5cba8ae6bfc4063b8f3ae623553ce7be9ec040921bf6ffa9faad54b5e88c503ea4511cc15505
           e36fc9569cf20698933819b8c4b15e52a51f64261954708f55432c5a7011dc7d1787c64a8ece6f20
           65772d1dbc3ea9e96e3f55eeec7477bc92cb587ae416c8316fb3fa825ee25410811fad4f98ade2ea
           a665b48e930247bb30b251 *141
        # EIP-198-case1-mod-even-declared-length-64-bytes | 1843 200 1152
        in *31 02 *31 02 *31 40123402341010
        out 0040 *62
        # EIP-198-case1-mod-power2-declared-length-128-bytes | 5990 768 4608
        in *31 02 *31 02 *31 80123402341000
        out *128
        # EIP-198-case1-mod-power2-declared-length-256-bytes | 17049 3072 18432
        in *31 02 *31 02 *30 0100123402341000
        out 07be9ec040921bf6ffa9faad54b5e88c503ea4511cc15505e36fc9569cf20698933819b8c4b15e52
           a51f64261954708f55432c5a7011dc7d1787c64a8ece6f2065772d1dbc3ea9e96e3f55eeec7477bc
           92cb587ae416c8316fb3fa825ee25410811fad4f98ade2eaa665b48e930247bb30b251 *141
        # EIP-198-case1-mod-power2-declared-length-512-bytes | 50227 12288 73728
        in *31 02 *31 02 *30 0200123402341000
        out 0332fe06455db7d99255d47ec6550abe67bbb125bb6d1eedd3cd89bce65a29ca45d57aabe6ee1dee
           55ca08939a5c2b86e1c780fd2ff0d35cf3698fe1a83743ed01fb96f0c3a861199323783e4d0e2bf8
           cddc94b0bd16d91e61cf56ea33cfc292326a771d0f4911e7e97d05aecd8b2e88b08cb9cea6d8f00c
           d933b491a26bc1567ee2447fe133d769c9d568ea2ac358a12e926a4b11017d7c7b231a0e5cdacf5e
           ffd4553077d882d3a25006a0499b7fb9bc62107a39efbe10b466d60431db7356920871a05ed5be9f
           63f901e047f1dee0d92dfb13503c3c56d73dd547bfa76a938da1e4dbcd869740b7dbbff8ccf5eeae
           00bf5cba8ae6bfc4063b8f3ae623553ce7be9ec040921bf6ffa9faad54b5e88c503ea4511cc15505
           e36fc9569cf20698933819b8c4b15e52a51f64261954708f55432c5a7011dc7d1787c64a8ece6f20
           65772d1dbc3ea9e96e3f55eeec7477bc92cb587ae416c8316fb3fa825ee25410811fad4f98ade2ea
           a665b48e930247bb30b251 *141
        # EIP-198-case1-mod-power2-declared-length-64-bytes | 1843 200 1152
        in *31 02 *31 02 *31 40123402341000
        out *64
        # EIP-198-case1 | 13056 1360 4080
        in *31 01 *31 20 *31
           2003fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2effffffffffff
           fffffffffffffffffffffffffffffffffffffffffffefffffc2f
        out *31 01
        # EIP-198-case2 | 13056 1360 4080
        in *63 20 *31 20fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2effffffffffffff
           fffffffffffffffffffffffffffffffffffffffffefffffc2f
        out *32
        # EIP-198-case3-raw-input-out-of-gas | max max max
        in *63 20ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
           fffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffffffffffffffffffff
           fffffffffffffffffffffffffffffffffd
        # EIP-198-case4-extra-data_07 | 768 200 500
        in *31 01 *31 02 *31 2003ffff80 *31 07
        out 3b01b01ac41f2d6e917c6d6a221ce793802469026d9ab7578fa2e79e4da6aaab
        # EIP-198-case5-raw-input | 768 200 500
        in *31 01 *31 02 *31 2003ffff80
        out 3b01b01ac41f2d6e917c6d6a221ce793802469026d9ab7578fa2e79e4da6aaab
        # ModExpInput_base_0x-exponent_0x-modulus_0x-ModExpOutput_returned_data_ | 0 200 500
        in *96
        out -
        # ModExpInput_base_0x-exponent_0x-modulus_0x-declared_exponent_length_42 | 1717986905 11453246037 max
        in *59 01 *35 01
        # ModExpInput_base_0x-exponent_0x-modulus_0x00-ModExpOutput_returned_dat | 0 200 500
        in *95 0100
        out 00
        # ModExpInput_base_0x-exponent_0x-modulus_0x0001-ModExpOutput_returned_d | 0 200 500
        in *95 020001
        out 0000
        # ModExpInput_base_0x-exponent_0x-modulus_0x0002-ModExpOutput_returned_d | 0 200 500
        in *95 020002
        out 0001
        # ModExpInput_base_0x-exponent_0x-modulus_0x01-ModExpOutput_returned_dat | 0 200 500
        in *95 0101
        out 00
        # ModExpInput_base_0x-exponent_0x-modulus_0x02-ModExpOutput_returned_dat | 0 200 500
        in *95 0102
        out 01
        # ModExpInput_base_0x-exponent_0x01-modulus_0x02-ModExpOutput_returned_d | 0 200 500
        in *63 01 *31 010102
        out 00
        # ModExpInput_base_0x00-exponent_0x00-modulus_0x02-ModExpOutput_returned | 0 200 500
        in *31 01 *31 01 *31 01000002
        out 01
        # ModExpInput_base_0x01-exponent_0x01-modulus_0x02-ModExpOutput_returned | 0 200 500
        in *31 01 *31 01 *31 01010102
        out 01
        # ModExpInput_base_0x02-exponent_0x01-modulus_0x03-ModExpOutput_returned | 0 200 500
        in *31 01 *31 01 *31 01020103
        out 02
        # ModExpInput_base_0x02-exponent_0x02-modulus_0x05-ModExpOutput_returned | 0 200 500
        in *31 01 *31 01 *31 01020205
        out 04
        # large-exponent-length-0x10000000-out-of-gas | 461168601842738790 3074457345618258602 max
        in *31 01 *24 10 *6 20 *31 0180
        # large-exponent-length-0x20000000-out-of-gas | 922337203685477580 6148914691236517205 max
        in *31 01 *24 20 *6 20 *31 0180
        # large-exponent-length-0x40000000-out-of-gas | 1844674407370955161 12297829382473034410 max
        in *31 01 *24 40 *6 20 *31 0180
        # large-exponent-length-0x80000000-out-of-gas | 3689348814741910323 max max
        in *31 01 *24 80 *6 20 *31 0180
        # large-modulus-length-0x20000020-out-of-gas | 214748364 1431655765 max
        in *31 01 *28 20000020 *31 0180
        # large-modulus-length-0x40000020-out-of-gas | 429496729 2863311530 max
        in *31 01 *28 40000020 *31 0180
        # large-modulus-length-0x80000020-out-of-gas | 858993459 5726623061 max
        in *31 01 *28 80000020 *31 0180
        # large-modulus-length-0xffffffff-out-of-gas | 14757421640372198195 max max
        in *31 01 *31 40 *28 ffffffff80
        # mod-136-even-ctz-40 | 6573 867 5202
        in *31 01 *31 02 *31
           88030300ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffffffffffffffffffffffffff *40
        out 4059444789547ff685087bca8a144d32556b2251613171aa4cf05d8a005015d9b8408ba5f7c89595
           e76d925173cf80e552a856b1ce217c1f33940f8241e6adcf76b672c4935a40f4bb36410ee24654c1
           14cd718bea878742c703dc5abddbdbfa17d12328a2a6bb9d6e80dc0bc224eef03128625977a1e2c1
           d189336e303567d7442488538f42dc01
        # mod-16-even-ctz-8 | 76 200 500
        in *31 01 *31 01 *31 100352ffffffffffffffff *8
        out e8ca816be3ddb8a1243d253d80487649
        # mod-24-even-ctz-16 | 201 200 500
        in *31 01 *31 01 *31 180383ffffffffffffffff *16
        out b05147078624b9661557222e8610fb9986f829a99c2ede1b
        # mod-264-even-ctz-48 | 19848 3630 21780
        in *31 01 *31 02 *30
           0108030600ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffffffffffffffffffffffffffff *48
        out b2eb4387ee3ad0b4cfe1e05b3962718e2de238b02cc2c2ce80ae1a3c13ffe3872a5b829fc77634ec
           4b2d07f57862a019d4e7a3dc035851d60a4dabfed7bc5a2d44d5f7840e621678a3dbfeb9c37a7835
           0e7f98e1440cc8d7d601be78db75e3ed79a1b5200f3290263da23ee75df076a34b600b670226e21a
           ee2ccfaa51aa7ad276b55e50ca6c4854070e5f115a377f2b4177fd5f3803408989454bf61789f4b1
           4241d7e0cf2606929f8d5da04c743e3b44a9d692e60bfcd077ab7cc8ad3d70eceac9a053acb9f436
           612e986706f715c3580fbe4b0485724f9363912131c1dedb9706f4241afc62d706153951fe69b5b5
           b754d8301063494791b58250ebf50ad9a78f7be54b95b801
        # mod-40-even-ctz-24 | 640 200 500
        in *31 01 *31 02 *31 28030100ffffffffffffffffffffffffffffffff *24
        out 4af58b4c59a562ee7345b3805ed8b417fed242815e55bc8375a205de07597d51d2105f2f0730f401
        # mod-72-even-ctz-32 | 2311 243 1458
        in *31 01 *31 02 *31
           48030200ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff ffffffff *32
        out e33fcb0f1a5abfca90c5036512aca2cb657acf53b0e31fed3e122d5dec19ee8c2e60be065d0b7705
           9483760fbd2a7e5335bd075f4d13ebbd7679ef1b4306890c1d660d1276f1e801
        # 32byte-boundary-31-32-33 | 13884 2125 12750
        in *31 1f *31 20 *31
           21425057b404526baca2d46d743728f0a9d2f5ec451e8c5691448e7815a83c2becd8153b299c4e0a
           3341c06ead40d6a9c989be6e08f11479f09412293da072e793d3470e7620e29e0445590c8d7659ed
           58b69ec6e9dfa4c1fc15c4654a91f398fd
        out 5b2936884b205b7f53cef1d677b23e435564ddc25d8601b1a93c822f8b5a657e6b
        # 33byte-base-32byte-exp-33byte-mod | 13775 2108 12650
        in *31 21 *31 20 *31
           2134f975ffeb77c28b5c561b98cb0cba5bb73a9c179e70be3a6ba7dcac9a0369ae4d25957a159e10
           f428d2a88aad5bea4332ddecd2ed4d2347c958870a8a20ced5a8be2a6057d92c114c29f3c5b4e8ad
           d0cd12ac795dc02fe71483c21c797c9c099c38
        out 3b62ede56212bdf5c8f67a4e10a7786cf5ea6aeae81cfa3069c7c0d0b9a88a7c81
        # 33byte-exponent-last-2bytes-ff | 768 200 500
        in *31 20 *31 21 *31 2014fadab683b091c9cbde019f7a0bdc68a433530323e969b1b258d622c620f849 *31
           ffffa99f6f95feb7ac53b4ff1bfed874e4f0855076c182570be582a570356f70e930
        out 5ae98cd73052457257f43b007755e469d1867fbafa6abfd1db32fd8f0851c3d9
        # 64byte-base-1byte-exp | 1433 200 896
        in *31 40 *31 01 *31
           4071ec16921dffa0fb375c10cad75c7f4a750fd9562208d5d4d47ac008bafca749f7d9291e15b351
           5643deecc89abe8f4da3a388bff32cfac6cf53128409376bb998af5c2279288e00890b4e04d043ff
           8d8ddf14ce4b96ecc8ba20a352fb39fbaa4fb870e26b2e4492efcdc6854b8ccf92a307b7cb6afef2
           27a3d238280d7214368f
        out 2529b7fe039758e47401e0bb63feab7155d7345437e24fad6f6fb4a7fe6670ded943ba45fed24739
           21f1e7b6f04212413195b4aa38ac56cd7f9ed037bec0d586
        # exponent-72bytes-msb-at-33 | 16384 1706 10240
        in *31 20 *31 48 *31 20bfdcc8e5f778ddba5192ab872af34da969f048590a5d4eb7ae02c005de33d5c9 *32 ff
           *39 cf0d1b6669e951fa915414d3da69a8c9d25c35b641c0067dd7b9ace41c7e9053
        out 7d059d490060260b9f2722e928155843abe4845078a0669bcbfc7675a10ebc87
        # exponent-with-leading-zeros | 13107 1365 8192
        in *31 20 *31 40 *31 203fdb9a1dfe54fd10fe2793c41f01be9cdfb3d7ed8c252b441207212bc7c05ee6 *32
           6bd85245a361e3ecd601fa587bc62be2b605cebacc1a1042efba2f80dfe66ed94d529957835bd5f9
           53006f7760cdb6b98157a6ea8cca39fdb5cd7e4fbb5b3c20
        out 17c21dbded148914b96f2f554df601ae737e5f98ca0fd3f0b84141be20888220
        # geth-fail-length | 871 200 1600
        in *63 22 *31 21 *66 02
        out *32 01
        # guido-1-even | 22067 2298 51136
        in *31 10 *31 d8 *31
           10ffffffffffffffff76ffffffffffffff1cffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffffffffffffffffffffffffffffffffffffc7c7c7c7c7c7c7c7c7c7c7c7c7c7c7
           c7c7c7c7c7c7c76ec7c7c7c7ffffffffffffffc7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7
           c7ffffffffffffc7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c76ec7c7c7c7c7c7c7c7c7c7
           c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7ffffffffff3f *12
        out c3745de81615f80088ffffffffffffff
        # guido-2-even | 22080 2300 51152
        in *31 10 *31 d8 *31
           10e0060000a921212121212121ff0000212b212121ffff1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f
           1f1f1f1f1f00feffff212121212121ffffffff1fe1e0e0e01e1f1f169f1f1f1f490afcefffffffff
           ffffffff82828282828282828282828282828282828282828200ffff28ff2b212121ffff1f1f1f1f
           1f1f1f1f1f1f1f1f1f1f1f1f1f1fffffffffff0afceffffff7ffffffffff7c8282828282a1828282
           828282828282828282828200ffff28ff2b212121ffff1f1f1f1f1f1fd11f1f1f1f1f1f1f1f1f1f1f
           ffffffffffffffff21212121212121fb2121212121ffff1f1f1f1f1f1f1f1fffaf82828282828200
           ffff28ff2b21828200
        out 458ef0af2549d46d24c89079499479e1
        # large-exponent-128bytes-lsb | 39321 4096 24576
        in *31 20 *31 80 *31 206ea6c150792130fbfb05b72aacba79157f9b86e05c975cb1585e68fb663801da *126
           ffff148f0b9e252c56e138f8c65a832ebca75241a386a918c14f466fb84a22f8b771
        out 08d8fab720b60be2e3af8437e15e467c625cd8704c2382449e7a50437355c6be
        # large-exponent-80bytes | 32716 3408 16368
        in *31 20 *31 50 *31
           204d459c333fe2e1ac503a3659b33931c9193190863d27df62003adf014222d472b32aad8de34175
           ecfe566893f02ae529bc6285c4b4722107f5342f29cfe9fdfe151b6c13559b559685d1eb88a452b4
           57e0f91e6879fe8e3faf52c1cc0cea8bda134318d8e5779c9fb294ec35adc1c9af69d1fc2d091cfb
           db3d39a31822b4446ecb02b8e3ae81b97ca7651d50a7c4f09f
        out 28daf00293ae1dabe2a1a3caefc6fe0f1581bae146c0ad0d7f9650f7c4faf0f0
        # marcin-1-balanced | 1920 200 1200
        in *31 28 *31 04 *31
           28e8e77626586f73b955364c7b4bbf0bb7f7685ebd40e852b164633a4acbd3244c00010203040506
           0701fffffff01681d2220bfea4bb888a5543db8c0916274ddb1ea93b144c042c01d8164c95000102 0304050607
        out 1abce71dc2205cce4eb6934397a88136f94641342e283cbcd30e929e85605c6718ed67f475192ffd
        # marcin-1-exp-heavy | 2070 215 16624
        in *31 08 *31 51 *31
           080001020304050607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffffff0001020304050607
        out *8
        # marcin-2-balanced | 9564 996 5978
        in *31 38 *31 08 *31
           38e8e77626586f73b955364c7b4bbf0bb7f7685ebd40e852b164633a4acbd3244c00010203040506
           0708090a0b0c0d0e0f10111213141516172bfffffffffffffff01681d2220bfea4bb888a5543db8c
           0916274ddb1ea93b144c042c01d8164c95000102030405060708090a0b0c0d0e0f10111213141516 17
        out 86bef3367fc7117c8a6b825cadebe80f3e94c321dda73e9e240b98188a1d5c071c60a195097c8d1f
           b85ce03a2e1b6964846edee5aa2c3f46
        # marcin-2-exp-heavy | 8179 852 16368
        in *31 10 *31 50 *31
           10000102030405060708090a0b0c0d0e0fffffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffffffffffffffffffff000102030405060708090a0b0c0d0e0f
        out *16
        # marcin-3-balanced | 13056 1360 4080
        in *31 20 *31 20 *31
           20e8e77626586f73b955364c7b4bbf0bb7f7685ebd40e852b164633a4acbd3244cffffffffffffff
           fffffffffffffffffffffffffffffffffffffffffffffffffff01681d2220bfea4bb888a5543db8c
           0916274ddb1ea93b144c042c01d8164c95
        out 2d3feee20d394af68dd6744b86a8aca6a4a0b7f01bbcd3c3eec768245ca6acee
        # marcin-3-base-heavy | 6502 677 2032
        in *31 20 *31 10 *31
           20e8e77626586f73b955364c7b4bbf0bb7f7685ebd40e852b164633a4acbd3244cffffffffffffff
           fffffffffffffffffff01681d2220bfea4bb888a5543db8c0916274ddb1ea93b144c042c01d8164c 95
        out 4004762c491606a5132134da6086284f74cc8e14b08f18b90fc09f31bca3d78f
        # marcin-3-exp-heavy | 7344 765 4080
        in *31 18 *31 20 *31
           18000102030405060708090a0b0c0d0e0f1011121314151617ffffffffffffffffffffffffffffff
           ffffffffffffffffffffffffffffffffff000102030405060708090a0b0c0d0e0f10111213141516 17
        out *24
        # marius-1-even | 11109 2057 45296
        in *31 03 *31 c1 *31
           0cffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe000007d7d7d8382
           8282348286877d7d827d407d797d7d7d7d7d7d7d7d7d7d7d5b *31 03 *31 21 *31
           0cffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff4000007d7d7d8382
           8282348286877d7d82
        out 36a385a417859b5e178d3ab9
        # minimal-1byte-all | 0 200 500
        in *31 01 *31 01 *31 0111d87c
        out 65
        # nagydani-1-pow0x10001 | 3276 341 2048
        in *31 40 *31 03 *31
           40e09ad9675465c53a109fac66a445c91b292d2bb2c5268addb30cd82f80fcb0033ff97c80a5fc6f
           39193ae969c6ede6710a6b7ac27078a06d90ef1c72e5c85fb5010001fc9e1f6beb81516545975218
           075ec2af118cd8798df6e08a147c60fd6095ac2bb02c2908cf4dd7c81f11c289e4bce98f3553768f
           392a80ce22bf5c4f4a248c6b
        out c36d804180c35d4426b57b50c5bfcca5c01856d104564cd513b461d3c8b8409128a5573e416d0ebe
           38f5f736766d9dc27143e4da981dfa4d67f7dc474cbee6d2
        # nagydani-1-qube | 204 200 500
        in *31 40 *31 01 *31
           40e09ad9675465c53a109fac66a445c91b292d2bb2c5268addb30cd82f80fcb0033ff97c80a5fc6f
           39193ae969c6ede6710a6b7ac27078a06d90ef1c72e5c85fb503fc9e1f6beb81516545975218075e
           c2af118cd8798df6e08a147c60fd6095ac2bb02c2908cf4dd7c81f11c289e4bce98f3553768f392a
           80ce22bf5c4f4a248c6b
        out 4834a46ba565db27903b1c720c9d593e84e4cbd6ad2e64b31885d944f68cd801f92225a8961c952d
           df2797fa4701b330c85c4b363798100b921a1a22a46a7fec
        # nagydani-1-square | 204 200 500
        in *31 40 *31 01 *31
           40e09ad9675465c53a109fac66a445c91b292d2bb2c5268addb30cd82f80fcb0033ff97c80a5fc6f
           39193ae969c6ede6710a6b7ac27078a06d90ef1c72e5c85fb502fc9e1f6beb81516545975218075e
           c2af118cd8798df6e08a147c60fd6095ac2bb02c2908cf4dd7c81f11c289e4bce98f3553768f392a
           80ce22bf5c4f4a248c6b
        out 60008f1614cc01dcfb6bfb09c625cf90b47d4468db81b5f8b7a39d42f332eab9b2da8f2d95311648
           a8f243f4bb13cfb3d8f7f2a3c014122ebb3ed41b02783adc
        # nagydani-2-pow0x10001 | 10649 1365 8192
        in *31 80 *31 03 *31
           80cad7d991a00047dd54d3399b6b0b937c718abddef7917c75b6681f40cc15e2be0003657d8d4c34
           167b2f0bbbca0ccaa407c2a6a07d50f1517a8f22979ce12a81dcaf707cc0cebfc0ce2ee84ee7f77c
           38b9281b9822a8d3de62784c089c9b18dcb9a2a5eecbede90ea788a862a9ddd9d609c2c52972d63e
           289e28f6a590ffbf51010001e6d893b80aeed5e6e9ce9afa8a5d5675c93a32ac05554cb20e9951b2
           c140e3ef4e433068cf0fb73bc9f33af1853f64aa27a0028cbf570d7ac9048eae5dc7b28c87c31e58
           10f1e7fa2cda6adf9f1076dbc1ec1238560071e7efc4e9565c49be9e7656951985860a558a754594
           115830bcdb421f741408346dd5997bb01c287087
        out ad85e8ef13fd1dd46eae44af8b91ad1ccae5b7a1c92944f92a19f21b0b658139e0cabe9c1f679507
           c2de354bf2c91ebd965d1e633978a830d517d2f6f8dd5fd58065d58559de7e2334a878f8ec6992d9
           b9e77430d4764e863d77c0f87beede8f2f7f2ab2e7222f85cc9d98b8467f4bb72e87ef2882423ebd
           b6daf02dddac6db2
        # nagydani-2-qube | 665 200 512
        in *31 80 *31 01 *31
           80cad7d991a00047dd54d3399b6b0b937c718abddef7917c75b6681f40cc15e2be0003657d8d4c34
           167b2f0bbbca0ccaa407c2a6a07d50f1517a8f22979ce12a81dcaf707cc0cebfc0ce2ee84ee7f77c
           38b9281b9822a8d3de62784c089c9b18dcb9a2a5eecbede90ea788a862a9ddd9d609c2c52972d63e
           289e28f6a590ffbf5103e6d893b80aeed5e6e9ce9afa8a5d5675c93a32ac05554cb20e9951b2c140
           e3ef4e433068cf0fb73bc9f33af1853f64aa27a0028cbf570d7ac9048eae5dc7b28c87c31e5810f1
           e7fa2cda6adf9f1076dbc1ec1238560071e7efc4e9565c49be9e7656951985860a558a7545941158
           30bcdb421f741408346dd5997bb01c287087
        out d89ceb68c32da4f6364978d62aaa40d7b09b59ec61eb3c0159c87ec3a91037f7dc6967594e530a69
           d049b64adfa39c8fa208ea970cfe4b7bcd359d345744405afe1cbf761647e32b3184c7fbe87cee8c
           6c7ff3b378faba6c68b83b6889cb40f1603ee68c56b4c03d48c595c826c041112dc941878f8c5be8
           28154afd4a16311f
        # nagydani-2-square | 665 200 512
        in *31 80 *31 01 *31
           80cad7d991a00047dd54d3399b6b0b937c718abddef7917c75b6681f40cc15e2be0003657d8d4c34
           167b2f0bbbca0ccaa407c2a6a07d50f1517a8f22979ce12a81dcaf707cc0cebfc0ce2ee84ee7f77c
           38b9281b9822a8d3de62784c089c9b18dcb9a2a5eecbede90ea788a862a9ddd9d609c2c52972d63e
           289e28f6a590ffbf5102e6d893b80aeed5e6e9ce9afa8a5d5675c93a32ac05554cb20e9951b2c140
           e3ef4e433068cf0fb73bc9f33af1853f64aa27a0028cbf570d7ac9048eae5dc7b28c87c31e5810f1
           e7fa2cda6adf9f1076dbc1ec1238560071e7efc4e9565c49be9e7656951985860a558a7545941158
           30bcdb421f741408346dd5997bb01c287087
        out 981dd99c3b113fae3e3eaa9435c0dc96779a23c12a53d1084b4f67b0b053a27560f627b873e3f16a
           d78f28c94f14b6392def26e4d8896c5e3c984e50fa0b3aa44f1da78b913187c6128baa9340b1e9c9
           a0fd02cb78885e72576da4a8f7e5a113e173a7a2889fde9d407bd9f06eb05bc8fc7b4229377a3294
           1a02bf4edcc06d70
        # unequal-base-mod-lengths | 29376 3060 18360
        in *31 10 *31 20 *31
           309a06db9abffebe2e2b14531c3b729b4c9f74a890a1b86e4e8ee728507536b4d20dd5982acdfd50
           8a8c4549fd0622e6266d59d0ad387eaa9163aeb746c8a37aed45f17f97015c19a1e086c28caa1d0a
           499bb63b3e0d4e1cff87319d07e3195581
        out 348b4411d0bf6337d3061169eca6114b54c5c22adbc453834b11e16fc54c73d9c7f34047b0585ab6
           a11609104235dd91
        # word-boundary-7bytes | 14 200 500
        in *31 07 *31 01 *31 0702c06a45e159cb4c7741ec7533282f
        out 291e7f48fc3b41
        # word-boundary-9bytes | 28 200 500
        in *31 09 *31 01 *31 09c38b617604d927dd7ecadecd1b21bdb6022001
        out c63e1e2b3d44e3dedf
        # zero-exponent-32bytes | 51 200 500
        in *31 20 *31 20 *31 20fd10e29482419533334ff25031f487f1fc0d2d179acc9e2cb7719f4e95f71e43 *32
           b5d3354acc9731339fb0e64d666aa79675619ea5f5b66b70c5e92640568c51c6
        out *31 01
        # zero-exponent-64bytes | 13107 1365 8192
        in *31 20 *31 40 *31 208d74b1229cc36912165d7ed62334d5ce0683ad12dbade86cdbd705f46693d6c0 *64
           8f70e8f94c5ad28ed971e258ea3854ebf57131ae4c842e5cafe1c70db8272caf
        out *31 01
        # zero-length-base-mod | 0 200 4064
        in *63 20 *32 660bfd6246b7f481d4a9955bb2bd9ee970e21063193ae484c413aea066fc949d
        out -
        # A1 | 52428 5461 65536
        in *31 01 *31 40 *31 4001 *64
           02020202020202020202020202020202020202020202020202020202020202020202020202020202
           020202020202020202020202020202020202020202020202
        out *63 01
        # A2 | 204 200 500
        in *31 40 *31 01 *31
           01010101010101010101010101010101010101010101010101010101010101010101010101010101
           010101010101010101010101010101010101010101010101010102
        out 01
        # A3 | 52428 5461 65536
        in *31 40 *31 40 *31
           01010101010101010101010101010101010101010101010101010101010101010101010101010101
           01010101010101010101010101010101010101010101010101 *64 02
        out 01
        # B1 | 54 200 500
        in *31 1f *31 01 *31
           21010101010101010101010101010101010101010101010101010101010101010102020202020202
           0202020202020202020202020202020202020202020202020202
        out 000001010101010101010101010101010101010101010101010101010101010101
        # B2 | 54 200 500
        in *31 21 *31 01 *31
           1f010101010101010101010101010101010101010101010101010101010101010101010202020202
           0202020202020202020202020202020202020202020202020202
        out *29 0101
        # B4 | 54 200 500
        in *31 21 *31 01 *31
           21010101010101010101010101010101010101010101010101010101010101010101010202020202
           02020202020202020202020202020202020202020202020202020202
        out 010101010101010101010101010101010101010101010101010101010101010101
        # E1 | 102 200 500
        in *31 10 *31 21 *31 1001010101010101010101010101010101 *32 0102020202020202020202020202020202
        out 01010101010101010101010101010101
        # E2 | 3264 340 4080
        in *31 10 *31 20 *31 100101010101010101010101010101010180 *31 02020202020202020202020202020202
        out 01010101010101010101010101010101
        # E3 | 89 200 500
        in *31 10 *31 20 *31 1001010101010101010101010101010101 *31 8002020202020202020202020202020202
        out 01010101010101010101010101010101
        # E4 | 3251 338 4064
        in *31 10 *31 20 *31
           10010101010101010101010101010101017fffffffffffffffffffffffffffffffffffffffffffff
           ffffffffffffffffff02020202020202020202020202020202
        out 01010101010101010101010101010101
        # IC10 | 13056 1360 4080
        in *31 20 *31 20 *31 20010101010101010101010101010101010101010101010101010101010101010180 *31
           0202020202020202020202020202020202020202020202020202020202020202
        out 0101010101010101010101010101010101010101010101010101010101010101
        # IC1 | 54 200 500
        in *31 21 *31 01 *31
           21ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff01ffffffffff
           ffffffffffffffffffffffffffffffffffffffffffffffffffffffff
        out *33
        # IC3 | 2 200 500
        in *31 07 *31 01 *31 07010101010101010102020202020202
        out 01010101010101
        # IC4 | 4 200 500
        in *31 09 *31 01 *31 0901010101010101010101020202020202020202
        out 010101010101010101
        # IC5 | 6 200 2160
        in *31 01 *31 20 *31 0101 *15 80 *16 02
        out 01
        # invalid-case-1 | max max max
        in 9e5faafc
        # invalid-case-2 | max max max
        in 85474728
        # invalid-case-3 | max max max
        in 9e281a98 *54 021e19e0c9bab2400000
        # zeros before the exponent 3 | 3 200 2048
        in *31 01 *31 28 *31 0107 *39 0364
        out 2b
        # exponent head is zero, tail is not | 0 200 500
        in *31 01 *31 21 *31 0107 *32 0564
        out 07
        # exponent ends with the input: 2 padded to 0x0200 | 0 200 500
        in *31 01 *31 02 *32 0302
        out -
        # modulus ends with the input: 0x01 padded to 0x0100 | 0 200 500
        in *31 01 *31 01 *31 02030701
        out 008b
        # base ends with the input | 80 200 500
        in *31 28 *64 03
        out -
        # 8 bits, odd modulus | 0 200 500
        in *31 01 *31 01 *31 018ffb01
        out 00
        # 8 bits, even modulus | 0 200 500
        in *31 01 *31 01 *31 01e64600
        out 00
        # 64 bits, odd modulus | 201 200 1008
        in *31 08 *31 08 *31 0884dcd4c3b7de4bcf8218f0a69d366a89ffaa03a50a11d501
        out ec0aa8b63b7e910d
        # 64 bits, even modulus | 192 200 960
        in *31 08 *31 08 *31 087b0c25545cf147621061bbb1e8352fde3481520fd9de9000
        out 0229db0dbf4e0000
        # 65 bits, odd modulus | 287 200 1136
        in *31 09 *31 09 *31 0949a68f499198c17ed9e3a240d0990f28fdf79778b254aeb3ef3201
        out 7f87dbc130f88f09a9
        # 65 bits, even modulus | 279 200 1104
        in *31 09 *31 09 *31 0925a325fe6951ba08ce3ab37058d4b6e8f62a417f8986b0a0ce2200
        out 0446ca82b863834c00
        # 256 bits, odd modulus | 13056 1360 4080
        in *31 20 *31 20 *31
           202c88946bd81014f9d1b229246dd77823f3fad2cd6b1f9dd44e9728efa6a85495891613830e27cb
           21f7d4881544fcdf06332da854b5f8d36a793d7c8c27129a2c4e04f301536e9c310e84b78cdb57ba
           05dcdce6112faa4a4116c898f3f689d701
        out 46e2cb48dba7461b8619b0ddb5df879a0f1e72d64da0963d1a9fbab331f34383
        # 256 bits, even modulus | 13004 1354 4064
        in *31 20 *31 20 *31
           2065ee0d743b205bafb1f73b657dd6e62bf8ae90003113ea704d03a2c6f53a32e56b3ce03fbe20ee
           7bb10fb4b3138ccc5e853c8484802b8acd5a2d0c6038fe762a57dc8ecaf73956608bea4c86f04add
           7745a58f8cfdd1806df8835dcc57a14800
        out 13ce4c07f50e07515a865ecd58e001422d1541a72dd70832b4bf14f0dfdede39
        # 300 bits, odd modulus | 18988 2191 13550
        in *31 26 *31 21 *31
           26edcb669e733267b646c4e1321a8f4fe7b2cc67c0479c599a2d3ff9547b7a9b0abc7772721a7693
           e73cee800df084bd703f1daecf3c2c47ef8ce2cb17a36113df1ed2df2f2b7478106e64ad1dca5e26
           210f73f2847009346cb59011f2d0e57422c02c2c173a61b6489da05a5e01
        out 0fdc701d90bc03ac58430f4beb715e6ec0b94e8146604fc8b0dd48d5921ca964194ad0fa61d0
        # 300 bits, even modulus | 18988 2191 13550
        in *31 26 *31 21 *31
           267bff1c695a0f72bcf49ad82adf9bd975f7db3dce4795fa4a5929919461de890a839773c860fda2
           45d91db56dd7869984b345f8dd9308858a816322848210e3834f7e2bd6946bb44f6aebd5b34e86d5
           e0257714de567675063a9218811a73a7c1e192e35f5a1375abdabb3bd000
        out 2aea8c1ba0f58ad8970f93e8f786cc927112e208c6e3b1e88d9e41127b4ebb2e0af5f2265c11
        # 512 bits, odd modulus | 53862 5610 34688
        in *31 40 *31 21 *31
           408990613bedda86792fb0b6852708dac4c1476c083489674b191ad1163e273ab3b8f935e1d6687a
           4bdc48001d511f40c6c6f92f1c193974beed882b8b759169d2887ec046a261072ddbee2a2fb6247e
           73f6bf2ea112f397b96ff8e89fd242f7291c803e5be1f31a91b0e349ef14ce7f691b19a856ff3ba1
           ee72c6385b3d2d7682066344e2066b0f00347ee3fc00734c99420d0ca7f724327d28a8eb2aec689d b801
        out 38289f918779b8c351152d3708ece783f9cf5af40ead5e09df52541b0d2800a675e93b877e1e3f1b
           74f9fe1a659a88cc25e9f05950df89eafa01b6de80acc265
        # 512 bits, even modulus | 53862 5610 34688
        in *31 40 *31 21 *31
           40aef2967eaca01f1ede822a14cb55e78141af8e10707ae22b6e896c285f728f3d7f85b36bbfea04
           6fb947f23e80b7d3391c30dfbbac0f1de897f9f6343d0bbec8d77b0c2328eb6544bc454e061a0545
           d123a857b7dce7f3eab77887f769f148cfac21058b78b40bb47c44a3dc5e49f88085194ffaa1fac7
           f53605e1176e07e0407a753a8537a72142a8d0bc6dfe606ae2920725b7fa492ead5eac9a51009812 8b00
        out 1ef6607899583afc30b3783a0945e18936464918300727a8a9b3285f492ee22d522822cfe4643814
           04d6105015c358ed83dd5328c6d937491d2b44dac9bec000
        # 1000 bits, odd modulus | 167483 22272 137728
        in *31 7d *31 21 *31
           7d44036b54e045e0ab854d5bfcce43d2ab1e161278a8aaf25744363c18bf04ab5b4d182a35c1115b
           f0e2aaf7cc2e8c7103ddbde44cf39d188fd45fabb8cafda740fc2a38de5574617a569e7da55dc6d0
           39e0238d00c0cf374e0dd90a2e6e5efded5a8fe9246376f53a0e5dbe383a37272e2f3e82bfdf8e8e
           0d01275e35d731f53f07e6ed8a886b2696a48eb52e9f77f7cb1095ad2c899f0cb8b14788bbe82cb3
           94d53cd243a1b9bf490736b5a8e9acb216fc8fd2d0b9bd4a4e357ffeea3755b8f2baad40687cddeb
           f6d5359d96a9d925545a5a639f14559ac8476ee7db93f8a3c805decb18e968a7cf18dbd8e653c4df
           9db97fd2aeb046c1fa1fdb054534f7ccfba024ebf47dca341de1b590dd957e7f407ea42cc2825d10 b6e27f01
        out 85ab16c14064681c411d98f2ea8f854ce56e4aac64ab83f116cb16da6286dee704478cff0a54262e
           7457a5301a9659cd1aee5e67a8324da3108c9d65c41666d25366733251a709022904652caa43d572
           2fca1974d12a7a3c2a6825adda48b7923378cf5c5121cf46893c33a650828a0201056b69226ade08 672831abd2
        # 1000 bits, even modulus | 168767 22442 138752
        in *31 7d *31 21 *31
           7d7e9202ffb39dfab422e3e6f53c5a8f9664f84ba5b7ceab3d84f2adf0cb004f3aa09d22854ba352
           8f9c0c8b34f190aaa96f6207ace69d65f1be94a0745e95780da1d2c10f35d9df10deb0e882038985
           c6bc6c26bc2284934839b5548013a89bd499297e0551a6c1d70d9f390d88cd86ab9be97937d7381f
           ca9cdd7d5f86fd1edf37545fa9d6bd1ce74c5fd0b4f55b8233da5db62fd223b96643c3be209c4c96
           5f5a2c960b4c468aec9a4fa609b9bcea37f76f98018401e1442d0914b3e8e0dcb7dcc90ed8c22cdc
           5c6fdfe42f7e41ea10ff1e3c195d5fe2e82777f85b72a66ed5568ac438e0e1698215470daa1dc999
           b84f6f8b4ea5e5637537d071100676207b526213dedbf6edc707c50b9ffb0cea1716534f9ce9a650 24b3c100
        out 35604f8f6daeaba7f8567a61e043401f8105757948deac9521368bc5f4674bf2ab5c85b3a6050db4
           8a2d8f1bf704bde23a41d0058902b00488e28f3d61ed71e2ea2cb98c758cf6f0d95df779899ef9ea
           ba8f7e40cca4ea91b754bc228dd25ed40502cfd58b8fb63769477909d5cbf09c01546a90bb403df2 6e2676c000
        # 2048 bits, odd modulus | 498227 89770 555008
        in *30 01 *32 21 *30
           010082b62c4f33465915062db6e8d4b4824996806c964511a4ef6d2fc641b0c4f5d87cf809ff6cd3
           a5d5838e8eee103edd7d1d191529fbe9116633acee2f4fc2a91df645e92348676feb0da611571fb3
           af18a99db60910adff8642ca08c23553d4756c0ee6f933fcca03f68d89fb8fdb74798cbbcac09e2f
           441ca523302c8597d2b53a9fe96c6200b52459e525c2114ba6abe4d1092d117022211ae5efa7bcec
           ad88ac53459564d3ab21b66d2f98335964c971cd01a90fd3170c6b07df5fd3c75a8cd6a8318d53b4
           2b1f6072cee1d1d05dfee9eb52a1aa9b622430c1e8580b4869da9274701363c27b88b60c9520ade1
           8642c6588451b7c177fbab01cd5b89eb319d8d5db9c6aaf8373a526e29e07fa317017ed3af52dfc9
           570f3c24a365520001f5882662143115d1817594fc37471071c5ded9d139fd0f8b0e3fbefe6b9780
           ce1957387bbf4c366a5d5318448531bc44d47fd4df5b1749a273f356f3fac05f904ac0b2dac86fed
           5f2d498a69dff6e3fbaa90b18519372989fdbdb8ceb6dce4cc9a7baf68740b16e6d128534fd5f745
           485673b60d7e15d726df84bd8cab27796a8d15ca09448dee157b1c7d5fae2868bb7ce39fc17e8c61
           80f535f79cd6ad75e44f3d9472f9d10d1fe62e113ffbc755be4bb199b545ea495f4736b18bddc173
           82a1dde3d2a09f03e5831263cf16f25ff1a07522cec66928ddf669d917e28e1998efb059a6c8228b
           cf252b16490681e080752599ee47ccd6a85f6385b01b852392f801
        out 119b655d7707ba9ee29cd9c99a4bdeeec2b29cf28234bdb35edccc1a80a0ae65d95e24b3bae43755
           455f7e1e7ae612353828f0187753a9996a419d25d282a99dd21b93e62a67cb44b9a4c322a459cc6a
           4ed9afde60db06024adc5b0dd5dce8d6c87eb4429562ddee8e9e7b5e1d09d6db6db6c483bb06e54b
           50aa69edfb6f977a32bb07322a3861ed8c8572fc8f762c3a55492ebbc608706efd5afaa04f597c95
           57f53ee7e35a0b4a0138f9e92700c068999a650fe85dc03636485a05fcf689de36257b353f20e4dd
           3daeba15f112485fe178e83452e9d80d161abb8bf2582d38430d3a37724083ff55945591fdae5223
           f2d82265bcaf398f5ad79b1dad4ead9d
        # 2048 bits, even modulus | 498227 89770 555008
        in *30 01 *32 21 *30
           0100317bb2b0d8c6ea69edf55ec19af3824c02ef6ce74d8297adff0d602bd33deba5ee8e71148753
           aa8b3b657e235238ff4074d71379d1072b5c5235b8f4e63a829660d55cd456f954901d74f6a9db04
           f279166cd8acd04548ee0424ec226428c9aa8812e43a9c3f8b6fef2fa78c4dff160fe012e4e06942
           bd121b93c4a678a1d8187ee61575ccb6677d6a2bc7fce28548bf9ef48d5dd31c1116de12f5dd81a2
           f48ba03543a54abe92720db9d858df4152744ba4908045cd12507ab8bcb948ff035eccfa8504fef1
           85b27bea7b1f5cf79ab7ca5e2aeb326097250bb49c05c44ff51438dd730617f4134f4c5b2605a2e1
           299180da27398a4e94d85c55a6ec397e54fcec9dbcea794ee3810767e3a1e0656d36f0f9cf5a793a
           418681e47717445434b8106fe4519cb797337f2e38643c28930bf0d53b3e2cd91326f92ba3fc5937
           36437cb004ffb065709368afea6e56e50f9e4042d776c763a63f291bd9986564b184ff4ce80b8a8a
           b5108c61bdf61346892ebf1be842bdacdff805d23ab1d45cfd25fc26d711e107550ecb6f3c296c3a
           fb785468b9f0d06c6bb606fd67718184edb388a5a0f65b4df5d4652bdf1f25fa19f96585cfc16eeb
           7500979a317d28512515b4f07f44a09fae280f070e55a14a73ccecd61b0cff128ac6e575071bf3b4
           1d450250cf3171571af95fad075fd0693a8cdb1277d2227ac7e3887f96dd0431e4760e420017f4d2
           a71551f9200254ad608fe794c9f2be51fe916ad975fab3e5c50900
        out 29714ba6b19d96126d033788b92020f5be38960eed076ab22fc98e261314d734913d858ac695990b
           a5c53b26d3ad176ec5b1694e2cca259437feac8b1d0d1a92fc7c5883678474711caae4a57d3157db
           95541e6d6ed64f5b4bcb2772fa6ea5abd5c6aab72322dd6720617984a431ca97b5037fc77b4bbb40
           d0f25220c8bebfca82429a73e476e97a1636e27013040714b6fc1d81bce3b7bb173bd94ee024d761
           b6c73eeffa6d03f9917caa7a36004531c36b13a1855c441087707054d1366d53998cd53f7b7f74e6
           c34e220dd92ea391a840349e67b446c7ab793be9550a9c918cc5a66beba64c564eab25457b135688
           62c0def3950d34e0b806741bb5320900
        # modulus is one | 287 200 1136
        in *31 09 *31 09 *31 01f55420a377c88fd95c824550afac0410690801
        out 00
        # modulus is one, exponent is zero | 4 200 500
        in *31 09 *63 0108008900da9ac55ae101
        out 00
        # modulus is zero, 5 bytes | 287 200 1136
        in *31 09 *31 09 *31 056f0efe526a30c1dd2bc6bf7d9f2ec0e30d9b0000000000
        out 0000000000
        # zero to the power zero | 0 200 500
        in *95 0105
        out 01
        # base is larger than the modulus | 4140 490 2944
        in *31 3c *31 03 *31
           0a2f5381ccbd046a6f5295f1857cbb0ed82f20c996e6790439389bde9cf5b1f6e310e4783b646934
           2d4da2fc979cb5445a8bd81334236862070d0bbba8ab1084226d0158d008178a6a0b
        out 07f57f4e5758ddd6c8ff
        # modulus longer than needed | 633 200 500
        in *31 04 *31 03 *31 186655fbfb4ee0c7 *20 6bfd4291
        out *20 04da87b7
        # trailing bytes are ignored | 0 200 500
        in *31 01 *31 01 *31 01030564ffffffffffffffffffffffffffffffffffffffff
        out 2b
        """)
}
