using System.Text;

namespace HybridOrleans.Cluster.Tests.Api;

/// <summary>What people send who mean harm: ways out of a folder, pieces of SQL, JSON that is hard to read.</summary>
internal static class HostileInput
{
    private static readonly string[] Ups =
    [
        "..", "../", "..\\", "....//", "..;/", "%2e%2e", "%2e%2e/", "%2e%2e%2f", "..%2f", "..%5c", "%252e%252e%252f",
        "%c0%ae%c0%ae/", "%uff0e%uff0e/", ".%00./", "..%00/", "/", "//", "%2f", "\u2024\u2024/", "\uff0e\uff0e\uff0f",
    ];

    private static readonly string[] Targets =
        ["etc/passwd", ".access/admin.key", ".store", "victim/users/01/1.json", ".postgres/password", "x", ""];

    private static readonly int[] Repeats = [1, 3, 9];

    private static readonly string[] Quotes = ["'", "\"", "`", "''", "\\'", "%27", "\u02bc", "')", "$$", "\0'"];

    private static readonly string[] Statements =
    [
        "; drop table records; --", " or 1=1 --", " or ''='", "; select pg_sleep(10) --", " union select null,null --",
        "||(select version())||", "; copy records to '/tmp/x' --", "}}; delete from records", "\\u0027; --",
        " and 1=cast((select body from records limit 1) as int) --", "; \r\n\\! id", "*/ drop schema public /*",
    ];

    /// <summary>Ways out of a folder, as they stand in a path or a query.</summary>
    public static IEnumerable<string> Paths()
        => from up in Ups from times in Repeats from target in Targets
           select string.Concat(Enumerable.Repeat(up, times)) + target;

    /// <summary>Pieces of SQL.</summary>
    public static IEnumerable<string> Sql() => from quote in Quotes from text in Statements select $"42{quote}{text}";

    /// <summary>Bodies that are hard to read, and none of which is a profile.</summary>
    public static IEnumerable<byte[]> Bombs()
    {
        int[] depths = [65, 66, 100, 1_000, 20_000, 400_000];
        var texts = depths.SelectMany(depth => (string[])
        [
            new string('[', depth),
            new string('[', depth) + new string(']', depth),
            string.Concat(Enumerable.Repeat("{\"a\":", Math.Min(depth, 150_000))),
            "{\"a\":" + new string('[', depth) + new string(']', depth) + "}",
        ]).Concat(
        [
            "", " ", "nul", "NaN", "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":01}", "{\"a\":1e}", "{'a':1}", "{a:1}",
            "{\"a\":1,}", "{\"a\":\"\t\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\"", "{\"a\":1}{", "/**/{}",
            "{}//", "\u2028{}x", "[1,2", "\"text\"", "true", "12", "{\"a\":-}", "{\"a\":.5}", "{\"a\":+1}", "{,}",
        ]);
        foreach (var text in texts)
        {
            yield return Encoding.UTF8.GetBytes(text);
        }

        yield return [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00];
        yield return [0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d];
        yield return [0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x7d];
    }
}
