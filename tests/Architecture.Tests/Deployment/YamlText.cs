using System.Text.Json;
using System.Text.RegularExpressions;

namespace HybridOrleans.Architecture.Tests.Deployment;

/// <summary>
/// Reads the part of YAML that our files use: mappings, lists, quoted and plain scalars, lists in brackets, anchors,
/// aliases and merges. Anything else is refused, so that a slip of indentation does not go unseen.
/// </summary>
internal sealed partial class YamlText
{
    private readonly List<(int Number, int Indent, string Text)> _lines = [];
    private readonly Dictionary<string, object?> _anchors = [];
    private int _next;

    private YamlText(string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var content = line.TrimStart(' ');
            if (content.Length > 0 && content[0] != '#')
            {
                Require(!line.Contains('\t', StringComparison.Ordinal), number, "a tab");
                Require((line.Length - content.Length) % 2 == 0, number, "an odd indentation");
                _lines.Add((number, line.Length - content.Length, content.TrimEnd()));
            }
        }
    }

    /// <returns>Dictionaries by name, lists, and strings; null for nothing.</returns>
    /// <exception cref="FormatException">It is not what this reader knows; the message names the line.</exception>
    public static Dictionary<string, object?> Parse(string text)
    {
        var reader = new YamlText(text);
        var document = reader.Mapping(0);
        Require(reader._next == reader._lines.Count, reader.Line, "an indentation that fits nothing");
        return document;
    }

    private int Line => _next < _lines.Count ? _lines[_next].Number : _lines[^1].Number;

    private Dictionary<string, object?> Mapping(int indent)
    {
        var mapping = new Dictionary<string, object?>(StringComparer.Ordinal);
        var merged = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (_next < _lines.Count && _lines[_next].Indent == indent)
        {
            var (number, _, text) = _lines[_next];
            var match = Entry().Match(text);
            Require(match.Success, number, $"no 'name: value' in '{text}'");
            _next++;
            var (name, value) = (match.Groups[1].Value, Value(match.Groups[2].Value, indent, number));
            if (name == "<<")
            {
                merged = value as Dictionary<string, object?> ?? throw Mistake(number, "a merge of no mapping");
            }
            else
            {
                Require(mapping.TryAdd(name, value), number, $"a second '{name}'");
            }
        }

        merged.Where(m => !mapping.ContainsKey(m.Key)).ToList().ForEach(m => mapping.Add(m.Key, m.Value));
        return mapping;
    }

    private List<object?> Sequence(int indent)
    {
        var sequence = new List<object?>();
        while (_next < _lines.Count && _lines[_next].Indent == indent
            && _lines[_next].Text.StartsWith("- ", StringComparison.Ordinal))
        {
            var (number, _, text) = _lines[_next];
            var item = text[2..];
            if (Entry().IsMatch(item) && item[0] != '"')
            {
                _lines[_next] = (number, indent + 2, item);
                sequence.Add(Mapping(indent + 2));
            }
            else
            {
                _next++;
                sequence.Add(Scalar(item, number));
            }
        }

        return sequence;
    }

    private object? Value(string text, int indent, int number)
    {
        var anchor = Anchor().Match(text);
        if (anchor.Success)
        {
            return _anchors[anchor.Groups[1].Value] = Nested(indent);
        }

        if (text.StartsWith('*'))
        {
            return _anchors.TryGetValue(text[1..], out var known) ? known : throw Mistake(number, $"no anchor {text}");
        }

        return text.Length == 0 ? Nested(indent) : Scalar(text, number);
    }

    private object? Nested(int indent)
    {
        if (_next >= _lines.Count || _lines[_next].Indent <= indent)
        {
            return null;
        }

        Require(_lines[_next].Indent == indent + 2, Line, "an indentation that fits nothing");
        return _lines[_next].Text.StartsWith("- ", StringComparison.Ordinal)
            ? Sequence(indent + 2)
            : Mapping(indent + 2);
    }

    private static object Scalar(string text, int number)
    {
        try
        {
            return text[0] switch
            {
                '[' => JsonSerializer.Deserialize<List<string>>(text)!.ToList<object?>(),
                '"' => JsonSerializer.Deserialize<string>(text)!,
                '{' or '\'' or '|' or '>' or '!' or '&' or '%' or '@' => throw Mistake(number, "a form not used here"),
                _ => text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal)
                    ? throw Mistake(number, $"quotes are needed around '{text}'")
                    : text,
            };
        }
        catch (JsonException e)
        {
            throw Mistake(number, $"'{text}' does not end or is no list of strings: {e.Message}");
        }
    }

    private static FormatException Mistake(int number, string what) => new($"Line {number}: {what}.");

    private static void Require(bool holds, int number, string what)
    {
        if (!holds)
        {
            throw Mistake(number, what);
        }
    }

    [GeneratedRegex("^([A-Za-z0-9_.<-]+):(?: +(.*))?$")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^&(\S+)$")]
    private static partial Regex Anchor();
}
