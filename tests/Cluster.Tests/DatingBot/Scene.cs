using System.Text.Json;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.DatingBot.StandIn;
using Xunit;

namespace HybridOrleans.Cluster.Tests.DatingBot;

/// <summary>What tests of the bot do with users, and look up on the cluster.</summary>
internal static class Scene
{
    /// <summary>How long a person waits for an answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<SentMessage> ReadAsync(this Person person, string text)
    {
        try
        {
            return await person.ReadAsync(text, Cancel).WaitAsync(Limit, Cancel);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"'{text}' did not come within {Limit}. What came: "
                + string.Join(" | ", person.Received.Select(m => m.Text)), e);
        }
    }

    public static Task<SentMessage> AskAsync(this Person person, string text, string answer)
    {
        person.Say(text);
        return person.ReadAsync(answer);
    }

    public static Task<SentMessage> PressAsync(this Person person, string label, string answer)
    {
        person.Press(label);
        return person.ReadAsync(answer);
    }

    /// <summary>Makes a profile, in English.</summary>
    public static async Task RegisterAsync(this Person person, string name)
    {
        await person.AskAsync("/start", "What is your name?");
        await person.AskAsync(name, "How old are you?");
        await person.AskAsync("27", "Where do you live?");
        await person.AskAsync("Riga", "Tell something");
        await person.AskAsync("I run.", "Your profile is ready.");
    }

    public static async Task<JsonElement> ProfileAsync(this HybridClient client, BotId bot, long id)
    {
        var reading = await client.Users.GetAsync(new UserKey(bot, id), Freshness.Fresh, Cancel);
        using var document = JsonDocument.Parse(reading.Body!.Value.Utf8);
        return document.RootElement.Clone();
    }

    /// <summary>The lines of a chat, in their order, as <c>&gt; written</c> and <c>&lt; said by the bot</c>.</summary>
    public static async Task<IReadOnlyList<string>> LinesAsync(this HybridClient client, BotId bot, long id)
    {
        var reading = await client.Conversations.GetRangeAsync(new ConversationKey(bot, id), 1, 1_000, Cancel);
        return [.. reading.Messages.Select(
            m => $"{(m.Direction == MessageDirection.In ? '>' : '<')} {m.Text}")];
    }

    /// <summary>The events of a user by type.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> EventsAsync(this HybridClient client, BotId bot, long id)
    {
        var found = new Dictionary<string, int>();
        var now = TimeProvider.System.GetUtcNow();
        await foreach (var stored in client.Analytics.ReadAsync(bot, now.AddDays(-2), now.AddDays(1), Cancel))
        {
            if (stored.UserId == id)
            {
                found[stored.Type] = found.GetValueOrDefault(stored.Type) + 1;
            }
        }

        return found;
    }
}
