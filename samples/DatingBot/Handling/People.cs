using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.DatingBot.Members;
using HybridOrleans.Samples.DatingBot.Telegram;

namespace HybridOrleans.Samples.DatingBot.Handling;

/// <summary>Lists who has a profile, some at a time.</summary>
/// <remarks>
/// A page is found by walking over those before it, which is fine for a sample and slow for the thousandth page.
/// </remarks>
internal sealed class People(IHybridDataStore data)
{
    public const string Button = "list";

    private const int PageSize = 5;

    public async Task ListAsync(Visit visit, int passOver, CancellationToken cancellation)
    {
        var page = await PageAsync(visit, passOver, cancellation);
        if (page.Count == 0)
        {
            visit.Say(visit.Texts.NobodyYet);
            return;
        }

        var shown = page.Take(PageSize).ToList();
        List<ReplyButton> buttons =
            [.. shown.Select(p => new ReplyButton(p.Answers.Name, ButtonData.Of(Talking.Button, p.TelegramId)))];
        if (page.Count > PageSize)
        {
            buttons.Add(new ReplyButton(visit.Texts.More, ButtonData.Of(Button, passOver + PageSize)));
        }

        var lines = shown.Select(p => visit.Texts.Profile(p.Answers));
        visit.Say(string.Join("\n\n", lines.Prepend(visit.Texts.People)), buttons);
    }

    /// <returns>One more than a page when there are more.</returns>
    private async Task<List<PersonCard>> PageAsync(Visit visit, int passOver, CancellationToken cancellation)
    {
        var page = new List<PersonCard>();
        await foreach (var listed in data.Users.ListAsync(visit.Turn.Bot, cancellation))
        {
            if (listed.TelegramId == visit.UserId || passOver-- > 0)
            {
                continue;
            }

            var key = new UserKey(visit.Turn.Bot, listed.TelegramId);
            var reading = await data.Users.GetAsync(key, Freshness.Cached, cancellation);
            if (PersonCard.Of(listed.TelegramId, reading.Body) is { } person)
            {
                page.Add(person);
            }

            if (page.Count > PageSize)
            {
                break;
            }
        }

        return page;
    }
}
