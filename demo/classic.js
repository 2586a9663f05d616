(function () {
  var phone = document.getElementById('phone');
  var news = document.getElementById('news');
  var config = fetch('/config.json').then(function (response) {
    return response.json();
  });

  document.getElementById('call').addEventListener('click', function () {
    config.then(function (demo) {
      phone.dial(demo.users[1]);
    });
  });

  phone.addEventListener('sip-call-ended', function (event) {
    news.textContent = 'Over: ' + event.detail.cause + '.';
  });
})();
