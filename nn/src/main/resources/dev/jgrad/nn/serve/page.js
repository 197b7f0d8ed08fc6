'use strict';

const byId = id => document.getElementById(id);
const drop = byId('drop');
const file = byId('file');
let newest = 0;

function row(prediction) {
    const percent = (100 * prediction.probability).toFixed(1) + ' %';
    const tr = document.createElement('tr');
    const name = document.createElement('th');
    name.scope = 'row';
    name.textContent = prediction.class;
    const cell = document.createElement('td');
    const track = document.createElement('div');
    track.className = 'track';
    track.setAttribute('aria-hidden', 'true');
    const bar = document.createElement('div');
    bar.className = 'bar';
    bar.style.width = 100 * prediction.probability + '%';
    track.append(bar);
    const number = document.createElement('span');
    number.className = 'number';
    number.textContent = percent;
    const line = document.createElement('div');
    line.className = 'line';
    line.append(track, number);
    cell.append(line);
    tr.append(name, cell);
    return tr;
}

function say(problem, status) {
    byId('problem').textContent = problem;
    byId('status').textContent = status;
}

function preview(picture) {
    const image = byId('preview');
    URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(picture);
    image.alt = 'your picture' + (picture.name ? ': ' + picture.name : '');
    image.hidden = false;
}

async function ask(picture) {
    // Of several pictures in a row, only the last one's answer is shown.
    const turn = ++newest;
    byId('answer').hidden = true;
    say('', 'Looking …');
    preview(picture);
    try {
        const response = await fetch('predict', {method: 'POST', body: picture});
        const answer = await response.json();
        if (turn !== newest) {
            return;
        }
        if (!response.ok) {
            say(answer.error, '');
            return;
        }
        byId('classes').replaceChildren(...answer.predictions.map(row));
        byId('answer').hidden = false;
        const best = answer.predictions[0];
        say('', best.class + ', ' + (100 * best.probability).toFixed(1) + ' %, in '
            + answer.milliseconds.toFixed(0) + ' ms');
    } catch (error) {
        if (turn === newest) {
            say('There was no answer from the server (' + error.message + ').', '');
        }
    }
}

file.addEventListener('change', () => {
    if (file.files.length > 0) {
        ask(file.files[0]);
    }
    // So that choosing the same file again is a change as well.
    file.value = '';
});
drop.addEventListener('dragenter', () => drop.classList.add('over'));
drop.addEventListener('dragleave', event => {
    if (!drop.contains(event.relatedTarget)) {
        drop.classList.remove('over');
    }
});
// A picture dropped beside the field would otherwise replace the page.
document.addEventListener('dragover', event => event.preventDefault());
document.addEventListener('drop', event => {
    event.preventDefault();
    drop.classList.remove('over');
    const picture = event.dataTransfer.files[0];
    if (picture) {
        ask(picture);
    }
});
byId('preview').addEventListener('error', event => { event.target.hidden = true; });
document.addEventListener('paste', event => {
    const picture = event.clipboardData.files[0];
    if (picture) {
        ask(picture);
    }
});

fetch('ready').then(response => response.json()).then(answer => {
    byId('model').textContent = answer.status === 'ready'
        ? answer.model + ', ' + answer.classes + ' classes'
        : 'The server is ' + answer.status + '.';
}).catch(() => {});
