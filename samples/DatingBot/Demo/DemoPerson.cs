using HybridOrleans.Samples.DatingBot.StandIn;

namespace HybridOrleans.Samples.DatingBot.Demo;

/// <summary>Somebody in the scripted talk: acts, and waits for what comes of it.</summary>
internal sealed class DemoPerson(Person person, DemoScreen screen, CancellationToken stop)
{
    /// <summary>Writes, and waits for an answer that holds a text.</summary>
    public Task WriteAsync(string text, string answer)
    {
        Write(text);
        return ReadAsync(answer);
    }

    public void Write(string text)
    {
        screen.Wrote(person.Id, text);
        person.Say(text);
    }

    /// <summary>Presses a button, and waits for an answer that holds a text.</summary>
    public Task PressAsync(string label, string answer)
    {
        screen.Pressed(person.Id, label);
        person.Press(label);
        return ReadAsync(answer);
    }

    /// <exception cref="TimeoutException">It did not come.</exception>
    public async Task ReadAsync(string text)
    {
        try
        {
            await screen.ShownAsync(await person.ReadAsync(text, stop), stop);
        }
        catch (OperationCanceledException e) when (stop.IsCancellationRequested)
        {
            throw new TimeoutException($"The bot was expected to say '{text}', and did not.", e);
        }
    }
}
