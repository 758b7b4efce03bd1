namespace HybridOrleans.Samples.DatingBot.Members;

/// <summary>What a profile consists of, in the order in which the bot asks for it.</summary>
internal enum Field
{
    None,
    Name,
    Age,
    City,
    About,
}
