using System.CommandLine;
using System.Text;
using HybridOrleans.Cli.Json;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary>A JSON object from the command line, from a file or from the standard input.</summary>
internal sealed class BodyInput
{
    /// <summary>More than this is no profile, however much white space it has.</summary>
    private const int TextBytesMax = 16 * 1024 * 1024;

    private readonly Argument<string?> _text;
    private readonly Option<string?> _file = new("--file")
    {
        Description = "Read the JSON from a file.",
        HelpName = "PATH",
    };

    /// <param name="command">The command that takes the body.</param>
    /// <param name="what">What it is, for the help.</param>
    public BodyInput(Command command, string what)
    {
        _text = new Argument<string?>("JSON")
        {
            Description = $"{what}. Left out or '-': read from the standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        command.Add(_text);
        command.Add(_file);
    }

    /// <summary>Reads and checks it.</summary>
    /// <exception cref="UsageException">There is none, there are two, or it is no acceptable JSON object.</exception>
    public async ValueTask<JsonText> ReadAsync(
        ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var bytes = await BytesAsync(parsed.GetValue(_text), parsed.GetValue(_file), terminal, cancellation);
        var text = ProfileText.Read(bytes);
        return text.Body ?? throw new UsageException($"The JSON cannot be taken: {text.Fault}. Nothing was written.");
    }

    private static async ValueTask<byte[]> BytesAsync(
        string? text, string? file, Terminal terminal, CancellationToken cancellation)
    {
        if (text is not null && file is not null)
        {
            throw new UsageException("Give the JSON as an argument or with --file, not both.");
        }

        if (file is not null)
        {
            return File.Exists(file) ? await FromFileAsync(file, cancellation)
                : throw new UsageException($"There is no file '{file}'.");
        }

        if (text is not null and not "-")
        {
            return Encoding.UTF8.GetBytes(text);
        }

        return text is null && terminal.InputIsTerminal
            ? throw new UsageException("Where is the JSON? Give it as an argument, with --file, or pipe it in.")
            : await ToEndAsync(terminal.Input, cancellation);
    }

    private static async ValueTask<byte[]> FromFileAsync(string file, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(file);
        return await ToEndAsync(stream, cancellation);
    }

    private static async ValueTask<byte[]> ToEndAsync(Stream stream, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > TextBytesMax)
            {
                throw new UsageException($"The JSON is longer than {TextBytesMax} bytes. Nothing was written.");
            }
        }

        return bytes.ToArray();
    }
}
