namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>An ordinary state class of an ordinary application.</summary>
[GenerateSerializer]
[Alias("test.notebook")]
public sealed record Notebook
{
    [Id(0)]
    public string Title { get; set; } = "пустая тетрадь";

    [Id(1)]
    public long Count { get; set; }

    [Id(2)]
    public Dictionary<string, string> Заметки { get; set; } = [];

    public bool Equals(Notebook? other)
        => other is not null && Title == other.Title && Count == other.Count
            && Заметки.OrderBy(n => n.Key, StringComparer.Ordinal)
                .SequenceEqual(other.Заметки.OrderBy(n => n.Key, StringComparer.Ordinal));

    public override int GetHashCode() => HashCode.Combine(Title, Count);
}
