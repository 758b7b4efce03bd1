namespace HybridOrleans.Samples.DatingBot.Texts;

/// <summary>What the statistics tell.</summary>
/// <param name="Messages">What this user wrote.</param>
/// <param name="Lines">How long the conversation with the bot is.</param>
/// <param name="MonthMessages">What all users wrote this month.</param>
/// <param name="MonthRegistrations">Who joined this month.</param>
internal sealed record Figures(long Messages, long Lines, long MonthMessages, long MonthRegistrations);
