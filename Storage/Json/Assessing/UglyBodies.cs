using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json.Assessing;

/// <summary>Bodies that a careless store changes: each must come back byte for byte.</summary>
internal static class UglyBodies
{
    private static readonly string[] Texts =
    [
        "{}",
        "null",
        "[1,[2,[3]]]",
        """{"a":1,"a":2,"A":3}""",
        """{"zero":"\u0000","lone":"\ud800","pair":"\ud83d\ude00"}""",
        """{"number":1.0E+400,"long":123456789012345678901234567890,"minus":-0.0}""",
        """{"_rev":"1.0123456789abcdef","_value":[]}""",
        """{"Ева":"ё 😀","tab":"\t","slash":"\/","space":"  two  "}""",
        string.Concat(new string('[', RecordBody.DepthMax), new string(']', RecordBody.DepthMax)),
    ];

    /// <summary>All of them, and one as large as a body may be.</summary>
    public static IEnumerable<RecordBody> All()
        => Texts.Append($"\"{new string('x', RecordBody.BytesMax - 2)}\"")
            .Select(text => RecordBody.Parse(System.Text.Encoding.UTF8.GetBytes(text)));
}
