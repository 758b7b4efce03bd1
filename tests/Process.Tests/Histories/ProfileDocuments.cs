using System.Text;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Process.Tests.Histories;

/// <summary>Profiles of one bot.</summary>
internal sealed class ProfileDocuments(HybridClient client, int count) : IDocuments
{
    private static readonly BotId Bot = new("bot");

    public int Count => count;

    public int Hot => 30;

    public string KeyOf(int number) => $"{Bot}/{number + 1}";

    public async Task<DocumentReading> ReadAsync(int number, Freshness freshness)
    {
        var reading = await client.Users.GetAsync(Key(number), freshness);
        return new(
            reading.Revision, reading.Body is { } body ? Encoding.UTF8.GetString(body.Utf8.Span) : null,
            !reading.IsUnvalidated);
    }

    public async Task<long> SaveAsync(int number, string body, long? expected)
        => (await client.Users.SaveAsync(Key(number), new JsonText(body), expected)).Revision;

    public async Task<bool> DeleteAsync(int number) => await client.Users.DeleteAsync(Key(number));

    private static UserKey Key(int number) => new(Bot, number + 1);
}
