/// Letters of other scripts, and rare Latin ones, that cannot be told from a Latin letter or digit.
///
/// Those of Greek, Cyrillic, Cherokee, Lisu, Coptic, Canadian syllabics, Armenian, Deseret and others
/// that the tables of UTS #39 (Unicode Security Mechanisms) give the same skeleton as one sign of
/// ASCII; digits, which have a value of their own, and scripts that are written from the right are
/// left out, and shapes of Latin letters are told by their names.
enum Confusables {
  /// What a letter looks like; nil for what looks like itself alone.
  static func latin(_ scalar: Unicode.Scalar) -> Character? {
    if let letter = table[scalar] { return letter }
    // The small letters of some scripts are the capitals, smaller.
    let upper = scalar.properties.uppercaseMapping.unicodeScalars
    guard upper.count == 1, let first = upper.first, first != scalar else { return nil }
    return table[first].map { Character($0.lowercased()) }
  }

  private static let table: [Unicode.Scalar: Character] = {
    var table: [Unicode.Scalar: Character] = [:]
    for (letter, likes) in rows + common {
      for like in likes.unicodeScalars { table[like] = letter }
    }
    return table
  }()

  /// Greek, Cyrillic and roman numerals of one letter, as they look in upright and slanted type.
  private static let common: [(Character, String)] = {
    let greek = zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεηικνορτυχϲϳ", "ABEZHIKMNOPTYXaenikvoptuxcj")
    let cyrillic = zip(
      "АВЕЅІЈКМНОРСТУХҮԚԜаеѕіјкмнорстухԁһԛԝӏүвг", "ABESIJKMHOPCTYXYQWaesijkmhopctyxdhqwlybr")
    let roman = zip("ⅠⅤⅩⅬⅭⅮⅯⅰⅴⅹⅼⅽⅾⅿ", "IVXLCDMivxlcdm")
    return (Array(greek) + Array(cyrillic) + Array(roman)).map { ($1, String($0)) }
  }()

  private static let rows: [(Character, String)] = [
    ("2", "ƧϨᒿꙄꝚ"),
    ("3", "ƷȜЗӠⳌꝪꞫ𑣊𖼻"),
    ("4", "Ꮞ𑢯"),
    ("5", "Ƽ𑢻"),
    ("6", "бᏮⳒ𑣕"),
    ("7", "𐓒𑣆"),
    ("8", "Ȣȣ𐌚"),
    ("9", "ⳊꝮ𑢬𑣌𑣖"),
    ("A", "Ꭺᗅꓮ𐊠𖽀"),
    ("a", "ɑ"),
    ("B", "ᏴᗷꓐꞴ𐊂𐊡𐌁"),
    ("b", "ƄЬᏏᑲᖯ"),
    ("C", "ϹᏟⲤꓚ𐊢𐌂𐐕𐔜"),
    ("c", "ᴄⲥꮯ𐐽"),
    ("D", "Ꭰᗞᗪꓓ"),
    ("d", "Ꮷᑯꓒ"),
    ("E", "Ꭼⴹꓰ𐊆𑢦𑢮"),
    ("e", "ҽꬲ"),
    ("F", "ϜᖴꓝꞘ𐊇𐊥𐔥𑢢𑣂"),
    ("f", "քẝꞙꬵ"),
    ("G", "ԌᏀᏳꓖ"),
    ("g", "ƍɡցᶃ"),
    ("H", "ᎻᕼⲎꓧ𐋏"),
    ("h", "հᏂ"),
    ("i", "ıɩɪͺᎥιꙇꭵ𑣃"),
    ("J", "ͿᎫᒍꓙꞲ"),
    ("K", "ᏦᛕⲔꓗ𐔘"),
    ("L", "ᏞᒪⳐꓡ𐐛𐔦𑢣𑢲𖼖"),
    ("l", "ƖǀӀᛁⲒⵏꓲ𐊊𐌉𖼨"),
    ("M", "ϺᎷᗰᛖⲘꓟ𐊰𐌑"),
    ("N", "Ⲛꓠ𐔓"),
    ("n", "ոռ"),
    ("O", "ՕଠዐⲞⵔꓳ𐊒𐊫𐐄𐓂𐔖𑢵"),
    ("o", "σօഠဝჿᴏᴑⲟꬽ𐐬𐓪𑣈𑣗"),
    ("P", "ᏢᑭⲢꓑ𐊕"),
    ("p", "ϱⲣ"),
    ("Q", "ⵕ"),
    ("q", "գզ"),
    ("R", "ƦᎡᏒᖇꓣ𐒴𖼵"),
    ("r", "ᴦⲅꭇꭈꮁ"),
    ("S", "ՏᏕᏚꓢ𐊖𐐠𖼺"),
    ("s", "ƽꜱꮪ𐑈𑣁"),
    ("T", "ᎢⲦꓔ𐊗𐊱𐌕𑢼𖼊"),
    ("U", "Սሀᑌꓴ𐓎𑢸𖽂"),
    ("u", "ʋսᴜꞟꭎꭒ𐓶𑣘"),
    ("V", "ѴᏙᐯⴸꓦꛟ𐔝𑢠𖼈"),
    ("v", "ѵᴠꮩ𑜆𑣀"),
    ("W", "ᎳᏔꓪ"),
    ("w", "ɯѡաᴡꮃ𑜊𑜎𑜏"),
    ("X", "ᚷⲬⵝꓫꞳ𐊐𐊴𐌗𐔧"),
    ("x", "ᕁᕽ"),
    ("Y", "ϒᎩᎽⲨꓬ𐊲𑢤𖽃"),
    ("y", "ɣʏγყᶌỿꭚ𑣜"),
    ("Z", "Ꮓꓜ𑢩"),
    ("z", "ᴢꮓ𑣄"),
  ]
}
