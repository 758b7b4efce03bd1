namespace HybridOrleans.TestKit.Conformance;

/// <summary>Segments of keys that some store would like to confuse, all of them different.</summary>
public static class OddKeys
{
    /// <summary>The segments after the bot's; at most 1,024 bytes when encoded.</summary>
    public static IReadOnlyList<string[]> All { get; } =
    [
        ["Ева"], ["ева"], ["Ева "], ["é"], ["e\u0301"], ["😀"], ["😁"], ["👩‍👩‍👧‍👦"],
        ["a"], ["A"], ["a "], [" a"], ["a", "a"], ["a/a"], ["a%2fa"], ["a\\a"], ["%61"], ["%"],
        ["."], ["a.json"], ["a.json.deleted"], [".json"], ["json"], [".journal"], ["..a"], ["a.."],
        ["a.json", "b"], ["a.JSON"], ["con"], ["-1"], ["1"], ["01"], ["1.0"], ["null"], ["'"], ["\""], ["--"],
        ["\t"], ["\n"], ["\u007f"], ["\u2028"], ["$1"], ["{0}"], ["_"], ["*"], ["?"], ["~"],
        [new string('x', 199)], [new string('x', 200)], [new string('x', 201)], [new string('x', 400)],
        [new string('x', 199), "x"], [new string('x', 199) + "%", "x"], [new string('Я', 150)],
    ];
}
