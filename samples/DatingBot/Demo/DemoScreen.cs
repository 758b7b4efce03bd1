using HybridOrleans.Samples.DatingBot.StandIn;

namespace HybridOrleans.Samples.DatingBot.Demo;

/// <summary>Shows the talk, line by line.</summary>
/// <remarks>Safe for many callers at once.</remarks>
internal sealed class DemoScreen(TextWriter output, IReadOnlyDictionary<long, string> names)
{
    private const int NameWidth = 6;

    private readonly Lock _gate = new();
    private readonly Signal _shown = new();
    private int _lastShown;

    public void Wrote(long userId, string text) => Show(userId, "writes ", text);

    public void Pressed(long userId, string label) => Show(userId, "presses", $"[{label}]");

    public void Say(string text)
    {
        lock (_gate)
        {
            output.WriteLine(text);
        }
    }

    /// <summary>Shows what the bot sends, as it is sent, until it is cancelled.</summary>
    public async Task FollowAsync(SentMessages sent, CancellationToken stop)
    {
        for (var shown = 0; ; shown++)
        {
            var message = await sent.WaitAsync(static _ => true, shown, stop);
            var buttons = string.Concat(message.Buttons.Select(b => $" [{b.Label}]"));
            Show(message.ChatId, "reads  ", message.Text + buttons);
            Volatile.Write(ref _lastShown, message.Id);
            _shown.Change();
        }
    }

    /// <summary>Waits until a message is shown, so that what comes of it is shown after it.</summary>
    public async Task ShownAsync(SentMessage message, CancellationToken cancellation)
    {
        while (true)
        {
            var shown = _shown.Next;
            if (Volatile.Read(ref _lastShown) >= message.Id)
            {
                return;
            }

            await shown.WaitAsync(cancellation);
        }
    }

    private void Show(long userId, string act, string text)
    {
        var margin = $"  {names[userId].PadRight(NameWidth)} {act}  ";
        var indented = text.Replace("\n", "\n" + new string(' ', margin.Length), StringComparison.Ordinal);
        Say(margin + indented);
    }
}
