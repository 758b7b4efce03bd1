using System.Globalization;

namespace HybridOrleans.Samples.DatingBot.Members;

/// <summary>What somebody has told about themselves.</summary>
internal sealed record Answers
{
    public string Name { get; init; } = "";

    public int Age { get; init; }

    public string City { get; init; } = "";

    public string About { get; init; } = "";

    /// <summary>The same with one accepted answer more.</summary>
    public Answers With(Field field, string answer) => field switch
    {
        Field.Name => this with { Name = answer },
        Field.Age => this with { Age = int.Parse(answer, CultureInfo.InvariantCulture) },
        Field.City => this with { City = answer },
        Field.About => this with { About = answer },
        _ => this,
    };
}
