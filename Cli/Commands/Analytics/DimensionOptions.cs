using System.CommandLine;

namespace HybridOrleans.Cli.Commands.Analytics;

/// <summary>Names with values, each written <c>NAME=VALUE</c>.</summary>
internal static class DimensionOptions
{
    public static Option<string[]> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <exception cref="UsageException">One has another form, or a name comes twice.</exception>
    public static Dictionary<string, string> Read(string[]? given)
    {
        var values = new Dictionary<string, string>();
        foreach (var text in given ?? [])
        {
            var parts = text.Split('=', 2);
            if (parts.Length < 2 || !values.TryAdd(parts[0], parts[1]))
            {
                throw new UsageException($"'{text}' is refused: write NAME=VALUE, and each name once.");
            }
        }

        return values;
    }
}
