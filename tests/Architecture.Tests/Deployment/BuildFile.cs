namespace HybridOrleans.Architecture.Tests.Deployment;

/// <summary>What a Dockerfile says.</summary>
internal sealed class BuildFile(string text)
{
    private readonly List<string[]> _steps = [.. text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>Each stage with its image and its steps.</summary>
    public IReadOnlyDictionary<string, (string Image, IReadOnlyList<string[]> Steps)> Stages
    {
        get
        {
            var stages = new Dictionary<string, (string, IReadOnlyList<string[]>)>();
            var steps = new List<string[]>();
            foreach (var step in _steps)
            {
                if (step is ["FROM", var image, "AS", var name])
                {
                    stages.Add(name, (image, steps = []));
                }
                else
                {
                    steps.Add(step);
                }
            }

            return stages;
        }
    }

    /// <summary>What is taken from the repository, relative to its root.</summary>
    public IEnumerable<string> Copied => _steps
        .Where(step => step[0] == "COPY" && !step.Any(w => w.StartsWith("--from=", StringComparison.Ordinal)))
        .SelectMany(step => step.Skip(1).SkipLast(1))
        .Where(word => !word.StartsWith("--", StringComparison.Ordinal));
}
