namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>A button below a message.</summary>
/// <param name="Label">What the user reads.</param>
/// <param name="Data">What the bot gets when it is pressed.</param>
internal sealed record SentButton(string Label, string Data);
