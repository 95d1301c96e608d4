/// Words of two syllables one of which is a concept's form by itself, without having anything of its
/// meaning: what lies scattered (`rải rác`) is no waste (`rác`).
///
/// A longer form of the lexicon wins over them, and so does any that is added.
enum SilentWords {
  static let vietnamese = [
    "rải rác", "bơ vơ", "bơ phờ", "bão hoà", "bò sát", "bò lết", "bắp tay", "bắp chân",
    "bắp thịt", "cơ bắp", "gà mờ", "kén chọn", "lũ lượt", "ngô nghê", "thỏ thẻ", "rừng rực",
  ]
}
