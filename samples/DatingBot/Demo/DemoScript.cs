namespace HybridOrleans.Samples.DatingBot.Demo;

/// <summary>The scripted talk: two users make their profiles, find each other, and talk.</summary>
internal static class DemoScript
{
    public const long EvaId = 9001;
    public const long BorisId = 9002;

    public static async Task PlayAsync(DemoPerson eva, DemoPerson boris)
    {
        await RegisterAsync(eva, boris);
        await boris.WriteAsync("/list", "Кто здесь есть");
        await boris.PressAsync("Eva", "Ваш собеседник: Eva");
        await eva.ReadAsync("Борис wants to talk");
        await eva.PressAsync("Talk", "You are talking with Борис");
        await boris.ReadAsync("Eva на связи.");

        eva.Write("Hello! Do you run, too?");
        await boris.ReadAsync("Eva: Hello!");
        boris.Write("Бегаю. Завтра в восемь?");
        await eva.ReadAsync("Борис: Бегаю.");

        await boris.WriteAsync("/stop", "Разговор окончен");
        await eva.ReadAsync("Борис has ended the talk.");
        await eva.WriteAsync("/edit", "What do you want to change?");
        await eva.PressAsync("City", "Where do you live?");
        await eva.WriteAsync("Jelgava", "Changed.");
        await eva.WriteAsync("/stats", "You wrote");
    }

    private static async Task RegisterAsync(DemoPerson eva, DemoPerson boris)
    {
        await eva.WriteAsync("/start", "What is your name?");
        await eva.PressAsync("Call me Eva", "How old are you?");
        await eva.WriteAsync("27", "Where do you live?");
        await eva.WriteAsync("Riga", "Tell something about yourself.");
        await eva.WriteAsync("I run, and I read on trains.", "Your profile is ready.");

        await boris.WriteAsync("/start", "Как вас зовут?");
        await boris.PressAsync("Зовите меня Борис", "Сколько вам лет?");
        await boris.WriteAsync("31", "Где вы живёте?");
        await boris.WriteAsync("Вильнюс", "Расскажите");
        await boris.PressAsync("Больше ничего", "Анкета готова.");
    }
}
