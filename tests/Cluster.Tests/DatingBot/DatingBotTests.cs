using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.DatingBot.StandIn;
using Xunit;

namespace HybridOrleans.Cluster.Tests.DatingBot;

/// <summary>What users can do with the sample bot.</summary>
public sealed class DatingBotTests(BotSilo silo) : IClassFixture<BotSilo>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_makes_a_profile_changes_it_and_sees_figures()
    {
        await using var standIn = await BotApiStandIn.StartAsync(new(), Cancel);
        await using var bot = await RunningBot.StartAsync([silo.Silo.Gateway], standIn, silo.NewBot());
        var eva = new Person(standIn, 42, "Eva", "en");
        await eva.AskAsync("hello", "/start makes a profile");
        await eva.AskAsync("/start", "What is your name?");
        await eva.PressAsync("Call me Eva", "How old are you?");
        await eva.AskAsync("17", "for adults");
        await eva.AskAsync("27", "Where do you live?");
        await eva.AskAsync("Riga", "Tell something");
        await eva.PressAsync("Nothing more", "Your profile is ready.");
        await eva.AskAsync("/edit", "What do you want to change?");
        await eva.PressAsync("City", "Where do you live?");
        await eva.AskAsync("Jelgava", "Changed.");
        Assert.Equal("Eva, 27\nJelgava", (await eva.AskAsync("/profile@dating_bot", "Eva")).Text);
        await eva.AskAsync("/stats", "You wrote 9 messages");
        await standIn.Updates.EmptyAsync(Cancel);

        var profile = await silo.Client.ProfileAsync(bot.Bot, 42);
        Assert.Equal("Jelgava", profile.GetProperty("city").GetString());
        Assert.Equal(9, profile.GetProperty("message_count").GetInt64());
        var lines = await silo.Client.LinesAsync(bot.Bot, 42);
        Assert.Equal("< Your profile is ready. /list shows who is here, /help all that I can do.", lines[0]);
        Assert.Contains("> Jelgava", lines);
        Assert.Equal(1, (await silo.Client.EventsAsync(bot.Bot, 42))["registered"]);
    }

    [Fact]
    public async Task Two_users_find_each_other_talk_in_two_languages_and_may_refuse()
    {
        await using var standIn = await BotApiStandIn.StartAsync(new(), Cancel);
        await using var bot = await RunningBot.StartAsync([silo.Silo.Gateway], standIn, silo.NewBot());
        var (eva, boris) = (new Person(standIn, 42, "Eva", "en"), new Person(standIn, 43, "Борис", "ru-RU"));
        await eva.RegisterAsync("Eva");
        await eva.AskAsync("/list", "Nobody else is here yet.");
        await boris.AskAsync("/start", "Как вас зовут?");
        await boris.AskAsync("Борис", "Сколько вам лет?");
        await boris.AskAsync("31", "Где вы живёте?");
        await boris.AskAsync("Вильнюс", "Расскажите");
        await boris.AskAsync("Бегаю", "Анкета готова.");
        await boris.AskAsync("/talk", "Eva, 27");
        await boris.PressAsync("Eva", "Ваш собеседник: Eva");
        Assert.Equal(["Talk", "Not now"], (await eva.ReadAsync("Борис wants to talk")).Buttons.Select(b => b.Label));
        await eva.PressAsync("Talk", "You are talking with Борис");
        eva.Say("Hello!");
        Assert.Empty((await boris.ReadAsync("Eva: Hello!")).Buttons);
        boris.Say("Привет!");
        await eva.ReadAsync("Борис: Привет!");
        await eva.PressAsync("Not now", "Борис cannot write to you");
        await boris.AskAsync("Ты здесь?", "не хочет разговаривать");
        await standIn.Updates.EmptyAsync(Cancel);

        Assert.Contains("< Борис: Привет!", await silo.Client.LinesAsync(bot.Bot, 42));
        Assert.Contains("> Привет!", await silo.Client.LinesAsync(bot.Bot, 43));
        Assert.DoesNotContain(bot.Log.Lines, l => l.Contains(standIn.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_who_asks_for_it_is_forgotten_everywhere()
    {
        await using var standIn = await BotApiStandIn.StartAsync(new(), Cancel);
        await using var bot = await RunningBot.StartAsync([silo.Silo.Gateway], standIn, silo.NewBot());
        var eva = new Person(standIn, 42, "Eva", "en");
        await eva.RegisterAsync("Eva");
        await eva.AskAsync("/delete_me", "Delete your profile");
        await eva.PressAsync("No, keep it", "Everything stays.");
        await eva.PressAsync("Yes, delete everything", "All your data is deleted.");
        await standIn.Updates.EmptyAsync(Cancel);

        var profile = await silo.Client.Users.GetAsync(new UserKey(bot.Bot, 42), Freshness.Fresh, Cancel);
        Assert.Null(profile.Body);
        Assert.Empty(await silo.Client.LinesAsync(bot.Bot, 42));
        Assert.Empty(await silo.Client.EventsAsync(bot.Bot, 42));
        await eva.AskAsync("/profile", "/start makes a profile");
        Assert.Empty(await silo.Client.LinesAsync(bot.Bot, 42));
    }

    [Fact]
    public async Task Messages_that_Telegram_refuses_for_now_are_sent_later()
    {
        await using var standIn = await BotApiStandIn.StartAsync(new(), Cancel);
        await using var bot = await RunningBot.StartAsync([silo.Silo.Gateway], standIn, silo.NewBot());
        standIn.Limit.RefuseNext(1);
        await new Person(standIn, 42, "Eva", "en").AskAsync("/help", "/delete_me");
        Assert.Equal(1, standIn.Limit.Refused);
    }
}
