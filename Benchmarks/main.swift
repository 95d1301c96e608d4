import FoundationEssentials
import Glibc
import UseCases

/// The sizes that are measured when none is given.
private let usualSizes = [1000, 10_000, 100_000]

private let usage = """
  usage: Benchmarks [registry] [SIZE…]     the whole registry on growing databases
         Benchmarks matching [--wall] [SIZE…]   the engine alone, a line of JSON for each size
         Benchmarks corpus SIZE FOLDER     writes the texts for other engines
         Benchmarks quality FOLDER         runs a judged collection, a line for each match
         Benchmarks crossvalidate FOLDER   tunes on four fifths of it, measures on the fifth
  """

private func sizes(_ words: some Sequence<String>) throws(Misuse) -> [Int] {
  var sizes: [Int] = []
  for word in words {
    guard let size = Int(word), size > 0 else { throw Misuse() }
    sizes.append(size)
  }
  return sizes.isEmpty ? usualSizes : sizes
}

private struct Misuse: Error {}

private func run(_ words: [String]) throws {
  switch words.first {
  case "matching":
    let rest = words.dropFirst()
    for size in try sizes(rest.filter { $0 != "--wall" }) {
      try MatchingBenchmark.run(size: size, clock: rest.contains("--wall") ? .wall : .processor)
    }
  case "corpus":
    guard words.count == 3, let size = Int(words[1]), size > 0 else { throw Misuse() }
    try BenchmarkTexts(reference: ReferenceData(), size: size).write(to: words[2])
  case "quality":
    guard words.count == 2 else { throw Misuse() }
    try QualityRun.run(folder: words[1])
  case "crossvalidate":
    guard words.count == 2 else { throw Misuse() }
    try CrossValidation.run(folder: words[1])
  default:
    try RegistryBenchmark.run(
      sizes: sizes(words.first == "registry" ? words.dropFirst() : words[...]))
  }
}

do {
  try run(Array(CommandLine.arguments.dropFirst()))
} catch is Misuse {
  print(usage)
  exit(64)
}
