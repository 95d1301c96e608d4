import Domain

/// Texts as they are packed in archives (raw DEFLATE) and in PDF streams (zlib), with their lengths.
enum PackedSamples {
  struct Packed: Sendable {
    let length: Int
    let hex: String

    var bytes: [UInt8] { Hexadecimal.bytes(hex) ?? [] }
  }

  /// Relations of an ordinary document.
  static let relations = Packed(
    length: 4762,
    hex: """
      bd98cb6e833010457f2562d12566863cdb906cda4517dd54f9012798870206d96e9afc7ddd26cda30aa3\
      2ed02c6730778e64eb18315feeeb6ab053c6968d4e0208a360b998bfab4a3adfb045d9da815fa16d1214\
      ceb58f42d84da16a69c3a655da3fc91a534be74b938b566eb6325702a3682ccc7546709b39784d93c044\
      c1607568d57f929b2c2b37eab9d97cd44abb3b03feacf0c9d2e4ca25c1676352919edaa18f0dc43d16e8\
      93a5f049a62af5f682f11d6b7daedacbbaad54b8d362291378f0d5d33ac1df856f4dea195ef64e192d3b\
      50b14fd4b2f61b76c1ac555aca6313c256e7f709e23e09ac3b54ca5e108e75f74e0d7b1dae9c2b757e3d\
      fed4e90618f5099035daade4babada8373ab1b61dc2782f3ef5e8dff298f4de82698f01c42ec3e84531e\
      82b89b60c64330ec26808807614420000fc298406032e28440887910a604c290076146208c98aea68860\
      18333110f72330d911083d02931f8110243019120845229322817024323912084922d76723614964b224\
      109a44264d02e14964f224129e44264f22e149e4fa8a243c894c9e44c293c8e449243c19337912094fc6\
      4c9e44c29331932791f064cce449243c19337912cf9e14377f9d165f
      """)

  /// The same with a template from elsewhere.
  static let fetchedTemplate = Packed(
    length: 3972,
    hex: """
      bdd74b6ac3301080e1ab181dc0f24cde254e36eda28b6e4a2e206cc5318d1e486a706f5f855248201aba\
      28b3b42c8ffed587bcdd4fe65c5d7488a3b3ad80ba11fbddf65d9f55ca0bf134fa58e51d36b6e294927f\
      923276276d54ac9dd736bf39ba6054ca8f61905e751f6ad0129b6629c3ed0c713fb37aed5b111a511dbe\
      bcfecb64773c8e9d7e76dda7d1363d38408e269f9c07aa30e8d40aa3fb51fd2c62eded20e4a302e02998\
      950b90a7605e2e98f1142cca05739e8265b960c153b02a172c790ad6e582154fc1a65cb0e62980a69cb0\
      614a00c22426168172910946206404261a81b011987004424760e211081f810948208404262281301298\
      90044249606212092681c949249c44aeeb23e124323989d40d92c949249c442627917012999c44c24964\
      7212092791c949249c442627917012ffd5499592cadff7076d7c5ebfc9b94e8f79bc9e547ea5eb8b9553\
      ddbb647eb7bcb93e47bc4c4907abced75879f77fbdfb06
      """)

  /// A relation to a project of macros that is called otherwise.
  static let macroProject = Packed(
    length: 236,
    hex: """
      6dcf310ec2300c05d0ab443e401c181850d3ce6c087101933a6d8034911355707b3252c1e8ffed27b91b\
      5ef1a9569612d26261a70d0c7d77e127d5169439e4a2dac6522cccb5e623627133472a3a655e5ae39344\
      aa6d940933b9074d8c7b630e28df066c4d751a2d8801757d67fe916370924af255bb1431791fdc3f13d7\
      1b9d25ddd9d506914c5c2d446ab77aa40ad877b8f9a3ff00
      """)

  /// A list of types with a document that holds macros.
  static let macroTypes = Packed(
    length: 215,
    hex: """
      3d8e3b0ec2301044af62b945f1060a0ae42405a2050a2eb0d84b62117f649b00b7c706897235fbde8c1c\
      5e76660bc564bcebf85ab47ce8e5e51d28b192b8d4f129e7b003486a228b49f840ae24371f2de672c611\
      02aa3b8e049bb6dd82f22e93cb4dae0edecb539147a3899d31e6235aea383c7dd4a0bd7ad8f2298a8db3\
      fd0fabcd1dc71066a330974db0382d6c6a2a22fe884515fdc1e175a692a271ab2a815ec2777aff01
      """)

  /// An object stream with a script.
  static let script = Packed(
    length: 38,
    hex: """
      789c33553050b0b1d10fd6f74a2c4b0c4e2eca2c28d1f70ad6482c28d04bcc492d2ad130d4d4b4b30300\
      d7dd0b68
      """)

  /// The same, spelt in another way.
  static let speltScript = Packed(
    length: 340,
    hex: """
      789c33553050b0b1d10fd6f74a2c4b5436354e2eca2c28d1f70ad6482c28d04bcc492d2ad130d4d4b4b3\
      53180544030091ce3120
      """)

  /// One with a page.
  static let quiet = Packed(
    length: 33,
    hex: """
      789c33553050b0b1d10fa92c48d50f484c4fd577cecf2b49cd2b29563003ca04d9d90100a1cb09ac
      """)
}
