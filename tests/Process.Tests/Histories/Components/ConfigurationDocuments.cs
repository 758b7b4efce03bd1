using System.Text;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Process.Tests.Histories.Components;

/// <summary>Configurations whose scopes are easily mixed up.</summary>
internal sealed class ConfigurationDocuments(HybridClient client) : IDocuments
{
    private static readonly BotId Bot = new("bot");

    private static readonly (string Scope, string Id, string Text)[] Scopes =
    [
        ("global", "", "global"), ("chat", "7", "chat/7"), ("chat", "8", "chat/8"), ("chat/7", "", "chat%2f7"),
        ("chat7", "", "chat7"), ("Chat", "7", "%43hat/7"), ("user", "7", "user/7"), ("chat", "7/8", "chat/7%2f8"),
        ("chat/7", "8", "chat%2f7/8"), ("topic", "-7", "topic/-7"),
    ];

    public int Count => Scopes.Length;

    public int Hot => 3;

    public string KeyOf(int number) => $"{Bot}/{Scopes[number].Text}";

    public async Task<DocumentReading> ReadAsync(int number, Freshness freshness)
    {
        var reading = await client.Configuration.GetAsync(Key(number), freshness);
        return new(
            reading.Revision, reading.Body is { } body ? Encoding.UTF8.GetString(body.Utf8.Span) : null,
            reading.IsConfirmed);
    }

    public async Task<long> SaveAsync(int number, string body, long? expected)
        => (await client.Configuration.SaveAsync(Key(number), new JsonText(body), expected)).Revision;

    public async Task<bool> DeleteAsync(int number) => await client.Configuration.DeleteAsync(Key(number));

    private static ConfigurationKey Key(int number) => new(Bot, Scopes[number].Scope, Scopes[number].Id);
}
