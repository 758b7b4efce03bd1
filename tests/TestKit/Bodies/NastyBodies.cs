using System.Text;

namespace HybridOrleans.TestKit.Bodies;

/// <summary>Bodies that some store would like to change. Each is canonical and must come back as it is.</summary>
public static class NastyBodies
{
    /// <summary>Name and canonical JSON.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["empty object"] = "{}",
        ["empty array"] = "[]",
        ["empty string"] = "\"\"",
        ["null"] = "null",
        ["true"] = "true",
        ["a number"] = "17",
        ["minus zero"] = """{"a":-0,"b":-0.0,"c":-0e-0}""",
        ["numbers beyond a double"] =
            """[1e400,-1e400,1e-400,0.1000000000000000055511151231257827021181583404541015625]""",
        ["numbers beyond 64 bits"] = """{"id":9223372036854775808,"n":-99999999999999999999999999999999999999999}""",
        ["number spellings"] = "[1,1.0,1.00,1e0,1E0,1E+0,10e-1,0.1e1]",
        ["duplicate keys"] = """{"a":1,"a":2,"b":{"c":3,"c":4},"a":1}""",
        ["empty and blank keys"] = """{"":1," ":2,"\t":3}""",
        ["keys out of order"] = """{"z":1,"a":2,"Z":3,"A":4,"10":5,"9":6}""",
        ["NUL escape"] = """{"name":"a\u0000b","\u0000":1}""",
        ["half surrogates"] = """{"a":"\ud800","b":"\udc00\ud800","\udfff":1}""",
        ["escapes by choice"] = """{"a":"\u0041\/\/\u00e9\b\f\n\r\t\"\\","b":"A//é"}""",
        ["escapes in capitals"] = """["\u00E9","\u00e9","\uD83D\uDE00","😀"]""",
        ["white space in strings"] = """{"  a  b ":" , : { } [ ] ","c":"\" , \\"}""",
        ["our members"] = """{"_rev":"1.0000000000000000","_value":{"_rev":1},"a":1}""",
        ["our members spelled with escapes"] =
            """{"\u005frev":1,"_\u0072ev":2,"\u005F\u0076\u0061\u006C\u0075\u0065":3}""",
        ["only our wrapper"] = """{"_value":[1,2]}""",
        ["our members deeper down"] = """{"a":{"_rev":"1.ff","_value":2}}""",
        ["almost our members"] =
            """{"_re":1,"_revs":2,"_Rev":3,"_r\ud800v":4,"\u005fvalues":5,"\u005e":6,"_re\u0056":7}""",
        ["Cyrillic"] = """{"name":"Ева","profile":{"город":"Київ"},"summary":"ёжик в тумане"}""",
        ["emoji"] = """{"name":"👩‍👩‍👧‍👦","flag":"🏴󠁧󠁢󠁳󠁣󠁴󠁿","a\u0301":"á"}""",
        ["unseen characters"] = "{\"a\":\"\u200b\u202e\ufeff\u2028\u2029\u007f\"}",
        ["64 levels of arrays"] = new string('[', 64) + new string(']', 64),
        ["64 levels of objects"] =
            string.Concat(Enumerable.Repeat("""{"a":""", 63)) + "{}" + new string('}', 63),
        ["levels around the layout's end"] = """[[[[[[[[[[1,{"a":[]}],2],3,{"b":{}}],{"c":4}]]]]]]]""",
        ["a long string"] = $"\"{new string('я', 40_000)}\"",
        ["many members"] = $"{{{string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"k{i}\":{i}"))}}}",
    };

    /// <summary>The bytes of one of them.</summary>
    public static byte[] Utf8(string name) => Encoding.UTF8.GetBytes(All[name]);
}
