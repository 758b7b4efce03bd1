using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cluster.Tests.Girls;

/// <summary>A silo with a client, whose store a test can take away.</summary>
public sealed class ClusterPlace : InterceptedSilo, IGirlsPlace
{
    public BotId Bot { get; } = new("girls");

    public IGirlsManager Manage(GirlsSettings settings) => new DatabaseGirlsAdapter(Client, Bot, settings);

    public async Task PutAsync(long chatId, string json)
        => await Client.Users.SaveAsync(new UserKey(Bot, chatId), new JsonText(json));

    public Task<string?> TextAsync(long chatId) => Client.Users.TextAsync(new UserKey(Bot, chatId), default);

    public async Task SayAsync(long chatId, params (DateTimeOffset At, string Text)[] messages)
        => await Client.Conversations.AppendManyAsync(
            new ConversationKey(Bot, chatId),
            [.. messages.Select(m => new NewMessage
            {
                Direction = MessageDirection.In, Text = m.Text, Timestamp = m.At,
            })]);

    public async Task<string?> BackupAsync(long chatId, string day)
    {
        var key = new ConfigurationKey(Bot, "backup", $"{chatId}/{day}");
        var reading = await Client.Configuration.GetAsync(key);
        return reading.Body is { } body
            ? System.Text.Encoding.UTF8.GetString(body.Utf8.Span)["{\"messages\":".Length..^1]
            : null;
    }
}
