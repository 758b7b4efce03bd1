namespace HybridOrleans.Samples.DatingBot.Telegram;

/// <summary>A button below a message.</summary>
/// <param name="Label">What the user reads.</param>
/// <param name="Data">What the bot gets when it is pressed: at most 64 bytes.</param>
internal sealed record ReplyButton(string Label, string Data);
