using System.Text;
using System.Text.Json;

namespace HybridOrleans.Cli.Tests.Fakes;

/// <summary>What one run of the program left.</summary>
internal sealed record CommandResult(ExitCode Code, byte[] Output, string Messages)
{
    public string Text => Encoding.UTF8.GetString(Output);

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
