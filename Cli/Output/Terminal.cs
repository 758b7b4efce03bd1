namespace HybridOrleans.Cli.Output;

/// <summary>The three streams of the process: results go to the output, messages to the error stream.</summary>
internal sealed class Terminal
{
    /// <summary>Bytes, since a profile is printed exactly as it is stored.</summary>
    public required Stream Output { get; init; }

    /// <summary>Messages, questions and progress.</summary>
    public required TextWriter Messages { get; init; }

    /// <summary>What is piped in, or typed.</summary>
    public required Stream Input { get; init; }

    /// <summary>True when a person reads the output.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>True when a person reads the messages, so that progress may be drawn.</summary>
    public bool MessagesAreTerminal { get; init; }

    /// <summary>True when a person can answer a question.</summary>
    public bool InputIsTerminal { get; init; }

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess() => new()
    {
        Output = Console.OpenStandardOutput(),
        Messages = Console.Error,
        Input = Console.OpenStandardInput(),
        OutputIsTerminal = !Console.IsOutputRedirected,
        MessagesAreTerminal = !Console.IsErrorRedirected,
        InputIsTerminal = !Console.IsInputRedirected,
    };

    /// <summary>Writes text to the output.</summary>
    public void Write(string text) => Output.Write(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes one message.</summary>
    public void Say(string message) => Messages.WriteLine(message);

    /// <summary>Asks a person for a yes; anything else is a no.</summary>
    /// <exception cref="UsageException">Nobody can answer.</exception>
    public async ValueTask<bool> ConfirmAsync(string question, CancellationToken cancellation)
    {
        if (!InputIsTerminal)
        {
            throw new UsageException($"{question} Nobody can answer here: add --yes.");
        }

        await Messages.WriteAsync($"{question} [y/N] ".AsMemory(), cancellation);
        await Messages.FlushAsync(cancellation);
        using var reader = new StreamReader(Input, leaveOpen: true);
        var answer = await reader.ReadLineAsync(cancellation);
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
    }
}
